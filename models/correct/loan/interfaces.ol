// Who asks for a loan, who grants it, and who knows about debts.
// verdict: correct

type Request {
    name: string
    amount: int
}

interface BrokerInterface {
    oneWay:
        apply( Request )
}

interface BureauInterface {
    requestResponse:
        rate( Request )( int ) throws TooMuch( int )
}

interface ApplicantInterface {
    oneWay:
        decide( bool )
}
