// A citizen for each question.

from .interfaces import CitizenInterface, SurveyInterface

service Citizen {
    execution: concurrent

    inputPort CitizenIn {
        location: "socket://localhost:8291"
        protocol: sodep
        interfaces: CitizenInterface
    }

    outputPort Survey {
        location: "socket://localhost:8290"
        protocol: sodep
        interfaces: SurveyInterface
    }

    main {
        question( number );
        answer@Survey( number + 1 )
    }
}
