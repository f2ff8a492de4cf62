// A club knows its members by name and card; whoever leaves gives back the card alone.

type Member {
    name: string
    card: int
}

type Farewell {
    card: int
}

interface ClubInterface {
    requestResponse:
        join( Member )( void ),
        leave( Farewell )( bool )
}
