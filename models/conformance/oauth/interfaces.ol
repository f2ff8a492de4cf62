// What each role offers.

interface ServerInterface {
    requestResponse: authorize( string )( string ) throws Denied( string ), token( string )( string ) throws Expired( string )
}

interface UserInterface {
    requestResponse: consent( string )( bool )
}

interface ResourceInterface {
    requestResponse: read( string )( string )
}
