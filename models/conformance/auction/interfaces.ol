// What each role offers.

interface BidderInterface {
    oneWay: hammer( int )
}

interface HouseInterface {
    requestResponse: bid( int )( bool )
    oneWay: stop( string )
}

interface SellerInterface {
    oneWay: sold( int )
}
