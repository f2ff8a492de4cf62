// Has the room prepared first.
// verdict: correct

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
        next@Doctor( name );
        [ free( room ) ]
        [ taken( room ) ]
    }
}
