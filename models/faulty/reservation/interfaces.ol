type Seat {
    guest: string
}

interface TheatreInterface {
    RequestResponse: reserve( Seat )( string )
    OneWay: pay( Seat )
}
