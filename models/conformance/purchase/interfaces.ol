// What each role offers.

interface BuyerInterface {
    oneWay: sold( string ), failed( string )
}

interface SellerInterface {
    requestResponse: quote( string )( int )
    oneWay: buy( int ), leave( string )
}

interface BankInterface {
    requestResponse: rate( string )( int ), charge( int )( string ) throws Refused( string )
    oneWay: forget( string )
}
