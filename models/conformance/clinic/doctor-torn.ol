// A doctor who tells the nurse one thing and the reception another.
// verdict: Q0514 line 37

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
        stay@Nurse( 7 );
        free@Reception( 7 )
    }
}
