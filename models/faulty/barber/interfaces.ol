// The sleeping barber: a waiting room, the barber and a customer.

interface RoomInterface {
    requestResponse:
        next( void )( bool ), // does anybody wait?
        sleep( void )( void ),
        enter( void )( void )
}

interface BarberInterface {
    oneWay:
        wake( void )
}

interface CustomerInterface {
    oneWay:
        done( string )
}
