// The sleeping barber: a waiting room, the barber and a customer.
// verdict: correct

interface RoomInterface {
    requestResponse:
        next( void )( bool ), // does anybody wait?
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
