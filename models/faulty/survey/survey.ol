// A survey: two citizens are asked at once, then their answers are counted.
// Each copy awaits its answer: but what is spawned has queues of its own, which no message reaches.
// verdict: Q0302 line 23

from .interfaces import CitizenInterface, SurveyInterface

service Survey {
    inputPort SurveyIn {
        location: "socket://localhost:8290"
        protocol: sodep
        interfaces: SurveyInterface
    }

    outputPort Citizen {
        location: "socket://localhost:8291"
        protocol: sodep
        interfaces: CitizenInterface
    }

    main {
        spawn( i over 2 ) in votes {
            question@Citizen( i );
            answer( votes )
        };
        sum = votes[0] + votes[1]
    }
}
