// What each role offers.

interface QueueInterface {
    requestResponse: take( int )( string )
    oneWay: put( string )
}

interface FirstInterface {
    oneWay: ready( int )
}

interface SecondInterface {
    oneWay: ready( int )
}
