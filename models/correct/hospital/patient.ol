// A patient: is admitted, and waits for the medicine.
// verdict: correct

from .interfaces import PatientInterface, ReceptionInterface

service Patient {
    outputPort Reception {
        location: "socket://localhost:8500"
        protocol: sodep
        interfaces: ReceptionInterface
    }

    inputPort PatientIn {
        location: "socket://localhost:8504"
        protocol: sodep
        interfaces: PatientInterface
    }

    main {
        admit@Reception( "Ada" )( number );
        medicine( drug )
    }
}
