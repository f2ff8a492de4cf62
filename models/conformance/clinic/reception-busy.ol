// A reception that does not hear that the room is free.
// verdict: Q0311 line 10
// verdict: Q0514 line 33

from .interfaces import ReceptionInterface, DoctorInterface, NurseInterface

service Reception {
    plays Visit.Reception

    inputPort In {
        location: "socket://localhost:9141"
        protocol: sodep
        interfaces: ReceptionInterface
    }

    outputPort Doctor {
        location: "socket://localhost:9142"
        protocol: sodep
        interfaces: DoctorInterface
    }

    outputPort Nurse {
        location: "socket://localhost:9143"
        protocol: sodep
        interfaces: NurseInterface
    }

    main {
        arrive( name )( room ) {
            room = 7;
            prepare@Nurse( room )( clean )
        };
        next@Doctor( name )
    }
}
