// What each role offers.

interface PatientInterface {
    oneWay: call( int )
}

interface ReceptionInterface {
    requestResponse: arrive( string )( int )
    oneWay: free( int ), taken( int )
}

interface DoctorInterface {
    oneWay: next( string )
}

interface NurseInterface {
    requestResponse: prepare( int )( bool )
    oneWay: clear( int ), stay( int )
}
