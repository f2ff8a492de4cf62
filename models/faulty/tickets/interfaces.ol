// What a box office does for its visitors. An order is known by the identifier that `reserve` gives.

type Ticket {
    order: string
}

type Place {
    order: string
    row: int
    seat: int
}

type Payment {
    order: string
    amount: int
}

interface BoxOfficeInterface {
    requestResponse:
        reserve( string )( Ticket )
    oneWay:
        choose( Place ),
        pay( Payment )
}
