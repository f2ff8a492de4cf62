// A survey: two citizens are asked at once, then their answers are counted.
// verdict: correct

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
        spawn( i over 2 ) {
            question@Citizen( i )
        };
        answer( one );
        answer( other );
        sum = one + other
    }
}
