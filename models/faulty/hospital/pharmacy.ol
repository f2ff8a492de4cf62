// A pharmacy: takes a recipe, has it confirmed, and hands out the medicine.
// It answers the doctor when the doctor has confirmed, and the doctor confirms when it has answered.

from .interfaces import DoctorInterface, PatientInterface, PharmacyInterface

service Pharmacy {
    execution: concurrent

    outputPort Doctor {
        location: "socket://localhost:8501"
        protocol: sodep
        interfaces: DoctorInterface
    }

    outputPort Patient {
        location: "socket://localhost:8504"
        protocol: sodep
        interfaces: PatientInterface
    }

    inputPort PharmacyIn {
        location: "socket://localhost:8503"
        protocol: sodep
        interfaces: PharmacyInterface
    }

    main {
        prescribe( recipe )() {
            confirm@Doctor( recipe )( agreed )
        };
        medicine@Patient( recipe.drug )
    }
}
