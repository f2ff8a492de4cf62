// What a bank does for its customers, and what can go wrong.

type Transfer {
    debtor: string
    creditor: string
    amount: int
}

type Shortage {
    balance: int
    missing: int
}

interface BankInterface {
    requestResponse:
        open( string )( int ),
        transfer( Transfer )( int ) throws UnknownAccount( string ) NoFunds( Shortage )
}
