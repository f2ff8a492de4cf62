// A conductor keeps the locations of the singers in a vector. The second location is that of the first singer once more:
// one is asked twice, the other never.
// verdict: Q0307 line 37
// verdict: Q0302 line 74

type Question: void { song: string answers: string }
type Answer: void { song: string willing: bool }
type Result: void { song: string sung: bool }

interface Singing {
    OneWay: ask( Question ), decided( Result )
}

interface Answers {
    OneWay: answer( Answer ), goodbye( Result )
}

type Voice: void { location: string name: string dislikes: string }

service Singer( voice : Voice ) {
    execution: concurrent

    inputPort Stage {
        location: voice.location
        protocol: sodep
        interfaces: Singing
    }

    outputPort Conductor {
        protocol: sodep
        interfaces: Answers
    }

    cset { song: Question.song Result.song }

    main {
        ask( question )
        Conductor.location = question.answers
        answer@Conductor( { song = question.song willing = question.song != voice.dislikes } )
        decided( result )
        goodbye@Conductor( { song = question.song sung = result.sung } )
    }
}

service Main {
    embed Singer( { location = "socket://localhost:9701" name = "alto" dislikes = "march" } )
    embed Singer( { location = "socket://localhost:9702" name = "bass" dislikes = "none" } )

    inputPort Desk {
        location: "socket://localhost:9700"
        protocol: sodep
        interfaces: Answers
    }

    outputPort Singer {
        protocol: sodep
        interfaces: Singing
    }

    define askAll {
        for( singer in singers ) {
            Singer.location = singer
            ask@Singer( { song = song answers = "socket://localhost:9700" } )
        }
    }

    main {
        singers[0] = "socket://localhost:9701"
        singers[#singers] = "socket://localhost:9701"
        song = "march"
        askAll
        sung = true
        for( i = 0, i < #singers, i++ ) {
            answer( given )
            sung = sung && given.willing
        }
        for( i = 0, i < #singers, i++ ) {
            Singer.location = singers[i]
            decided@Singer( { song = song sung = sung } )
        }
        for( singer in singers ) {
            goodbye( last )
        }
    }
}
