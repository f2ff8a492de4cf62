// What each role offers.

interface WorkerInterface {
    requestResponse: work( int )( int )
    oneWay: stop( string )
}
