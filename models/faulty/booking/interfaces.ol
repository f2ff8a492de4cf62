// What an airline, a hotel and a travel agency do for their customers.

type Trip {
    city: string
    nights: int
}

type Booking {
    seat: int
    room: int
}

interface AirlineInterface {
    requestResponse:
        reserve( string )( int ) throws NoSeat( string ),
        release( int )( void )
}

interface HotelInterface {
    requestResponse:
        rent( Trip )( int ) throws NoRoom( string )
}

interface AgencyInterface {
    requestResponse:
        book( Trip )( Booking ) throws NotBooked( string )
}
