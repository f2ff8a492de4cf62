// Sees who is next.
// verdict: correct

from .interfaces import DoctorInterface, PatientInterface, NurseInterface, ReceptionInterface

service Doctor {
    plays Visit.Doctor

    inputPort In {
        location: "socket://localhost:9142"
        protocol: sodep
        interfaces: DoctorInterface
    }

    outputPort Patient {
        location: "socket://localhost:9140"
        protocol: sodep
        interfaces: PatientInterface
    }

    outputPort Nurse {
        location: "socket://localhost:9143"
        protocol: sodep
        interfaces: NurseInterface
    }

    outputPort Reception {
        location: "socket://localhost:9141"
        protocol: sodep
        interfaces: ReceptionInterface
    }

    main {
        next( name );
        call@Patient( 7 );
        if( name == "Ada" ) {
            clear@Nurse( 7 );
            free@Reception( 7 )
        } else {
            stay@Nurse( 7 );
            taken@Reception( 7 )
        }
    }
}
