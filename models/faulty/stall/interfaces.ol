interface StallInterface {
    RequestResponse: price( string )( int )
    OneWay: order( int ), leave( void )
}
