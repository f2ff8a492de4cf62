// The two buyers: one asks for a price and says what she gives, the other decides.
// verdict: correct

interface SellerInterface {
    oneWay:
        ask( string ),
        accept( string ),
        quit( void )
}

interface BuyerInterface {
    oneWay:
        quote( int ),
        share( int ),
        date( string )
}

interface FirstBuyerInterface {
    oneWay:
        quote( int )
}
