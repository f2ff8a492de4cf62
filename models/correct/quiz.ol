// A quiz of two questions, whose answers may come in any order.
// verdict: correct

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
        provide
            [ first( guess ) ] { points++ }
            [ second( guess ) ] { points++ }
        until
            [ score( end )( points ) ]
    }
}
