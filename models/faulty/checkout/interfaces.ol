// What a shop and its bank ask one another.

type Charge {
    card: string
    amount: int
}

interface BankInterface {
    requestResponse:
        charge( Charge )( int )
}

interface ShopInterface {
    requestResponse:
        confirm( int )( bool )
}
