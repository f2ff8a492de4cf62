// Seats and rooms, which are held until they are bought or given back.

type Hold {
    hold: string
}

interface SeatInterface {
    requestResponse: seat( string )( Hold )
    oneWay: buySeat( Hold ), dropSeat( Hold )
}

interface RoomInterface {
    requestResponse: room( string )( Hold )
    oneWay: buyRoom( Hold ), dropRoom( Hold )
}

interface BankInterface {
    requestResponse: pay( int )( int ) throws NoFunds( void )
}
