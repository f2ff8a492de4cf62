// An auction, and those who talk beside it.
// verdict: correct

type Lot {
    item: string
    room: string
}

type Bid {
    item: string
    amount: int
}

type Note {
    room: string
    text: string
}

interface AuctionInterface {
    requestResponse:
        open( Lot )( void ),
        bid( Bid )( bool )
    oneWay:
        note( Note )
}
