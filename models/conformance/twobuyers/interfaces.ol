// What each role offers.

interface BobInterface {
    requestResponse: share( int )( int )
    oneWay: bought( int ), dropped( string )
}

interface SellerInterface {
    requestResponse: title( string )( int )
    oneWay: order( string ), quit( string )
}
