// Waits to be called.
// verdict: correct

from .interfaces import PatientInterface, ReceptionInterface

service Patient {
    plays Visit.Patient

    inputPort In {
        location: "socket://localhost:9140"
        protocol: sodep
        interfaces: PatientInterface
    }

    outputPort Reception {
        location: "socket://localhost:9141"
        protocol: sodep
        interfaces: ReceptionInterface
    }

    main {
        arrive@Reception( "Ada" )( room );
        call( number )
    }
}
