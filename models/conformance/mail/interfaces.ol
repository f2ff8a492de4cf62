// What each role offers.

interface HostInterface {
    requestResponse: helo( string )( bool ), recipient( string )( bool ), data( string )( string )
    oneWay: origin( string ), quit( string )
}
