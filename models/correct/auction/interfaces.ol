// What an auctioneer understands. A lot is known by the identifier that `open` gives.

type Lot {
    title: string
    reserve: int
}

type Ticket {
    lot: string
}

type Bid {
    lot: string
    name: string
    amount: int
}

type Standing {
    name: string
    amount: int
}

type Hammer {
    lot: string
}

interface AuctionInterface {
    requestResponse:
        open( Lot )( Ticket ),
        bid( Bid )( Standing ),
        ask( Ticket )( Standing ),
        sell( Hammer )( Standing )
}
