// What each role offers.

interface ApiInterface {
    requestResponse: change( string )( bool )
}

interface DatabaseInterface {
    requestResponse: find( string )( string ), save( string )( int )
    oneWay: skip( string )
}
