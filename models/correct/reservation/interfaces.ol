type Seat {
    guest: string
    card: string
}


interface TheatreInterface {
    RequestResponse: reserve( Seat )( string )
}
