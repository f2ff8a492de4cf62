// What a printer does, and what the office before it does.

type Job {
    text: string
    copies: int
}

type Receipt {
    number: int
}

type Withdrawal {
    number: int
}

interface PrinterInterface {
    requestResponse:
        print( Job )( Receipt )
    oneWay:
        withdraw( Withdrawal )
}

interface OfficeInterface {
    requestResponse:
        open( void )( bool )
}
