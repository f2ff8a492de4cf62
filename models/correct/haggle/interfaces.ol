// A travel agency that haggles, and an airline that holds seats meanwhile.
// verdict: correct

type Deal {
    deal: string
}

type Offer {
    deal: string
    price: int
}

interface AgencyInterface {
    requestResponse:
        quote( string )( Offer ),
        again( Deal )( Offer )
    oneWay:
        accept( Deal ),
        decline( Deal )
}

interface AirlineInterface {
    requestResponse:
        hold( string )( Deal )
    oneWay:
        sell( Deal ),
        release( Deal )
}
