// A doctor: a session for each patient, who is tested; the pharmacy asks back about the recipe.
// verdict: Q0301 line 38

from .interfaces import DoctorInterface, LabInterface, PharmacyInterface, Recipe, Visit

service Doctor {
    execution: concurrent

    cset {
        patient: Visit.patient Recipe.patient
    }

    outputPort Lab {
        location: "socket://localhost:8502"
        protocol: sodep
        interfaces: LabInterface
    }

    outputPort Pharmacy {
        location: "socket://localhost:8503"
        protocol: sodep
        interfaces: PharmacyInterface
    }

    inputPort DoctorIn {
        location: "socket://localhost:8501"
        protocol: sodep
        interfaces: DoctorInterface
    }

    main {
        examine( visit );
        test@Lab( visit )( value );
        recipe << {
            patient = visit.patient,
            drug = "aspirin"
        };
        prescribe@Pharmacy( recipe )();
        confirm( recipe )( true )
    }
}
