// A room, its price, and the agency that puts them together.
// verdict: correct

type Room {
    room: string
}

interface HotelInterface {
    requestResponse:
        reserve( string )( Room ),
        confirm( Room )( int ),
        cancel( Room )( void )
}

interface BankInterface {
    requestResponse:
        pay( int )( int ) throws NoFunds( void )
}
