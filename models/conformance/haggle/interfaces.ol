// What each role offers.

interface CustomerInterface {
    oneWay: accept( int ), counter( int )
}

interface ShopInterface {
    oneWay: offer( int ), leave( string )
}
