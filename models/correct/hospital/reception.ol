// A reception: each patient gets a number, and the doctor hears of it.
// verdict: correct

from .interfaces import DoctorInterface, ReceptionInterface

service Reception {
    execution: concurrent

    outputPort Doctor {
        location: "socket://localhost:8501"
        protocol: sodep
        interfaces: DoctorInterface
    }

    inputPort ReceptionIn {
        location: "socket://localhost:8500"
        protocol: sodep
        interfaces: ReceptionInterface
    }

    main {
        admit( name )( number ) {
            number = new;
            examine@Doctor( {
                patient = number,
                name = name
            } )
        }
    }
}
