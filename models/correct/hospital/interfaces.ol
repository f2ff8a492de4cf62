// A hospital of five: who talks to whom about a patient.
// verdict: correct

type Visit {
    patient: string
    name: string
}

type Recipe {
    patient: string
    drug: string
}

interface ReceptionInterface {
    requestResponse:
        admit( string )( string )
}

interface DoctorInterface {
    oneWay:
        examine( Visit )
    requestResponse:
        confirm( Recipe )( bool )
}

interface LabInterface {
    requestResponse:
        test( Visit )( int )
}

interface PharmacyInterface {
    requestResponse:
        prescribe( Recipe )( void )
}

interface PatientInterface {
    oneWay:
        medicine( string )
}
