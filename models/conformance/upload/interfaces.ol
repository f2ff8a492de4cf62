// What each role offers.

interface ServerInterface {
    requestResponse: open( string )( string ), piece( string )( bool ), finish( int )( bool )
}
