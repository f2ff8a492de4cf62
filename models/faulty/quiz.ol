// A quiz of two questions, whose answers may come in any order.
// The first answer is awaited first, and the second one may come before it.
// verdict: Q0306 line 42

type Quiz {
    quiz: string
}

type Answer {
    quiz: string
    text: string
}

interface QuizInterface {
    requestResponse:
        begin( void )( Quiz ),
        score( Quiz )( int )
    oneWay:
        first( Answer ),
        second( Answer )
}

service QuizMaster {
    execution: concurrent

    cset {
        quiz: Quiz.quiz Answer.quiz
    }

    inputPort QuizIn {
        location: "socket://localhost:8730"
        protocol: sodep
        interfaces: QuizInterface
    }

    main {
        begin()( answer ) {
            csets.quiz = new;
            answer.quiz = csets.quiz
        };
        points = 0;
        first( guess );
        second( guess );
        score( end )( 2 )
    }
}
