// A user signs in to an app at a provider that both trust.
// verdict: correct

type Ticket {
    ticket: string
}

type Credentials {
    ticket: string
    password: string
}

interface AppInterface {
    requestResponse:
        begin( void )( Ticket ),
        enter( Ticket )( string )
    oneWay:
        granted( Ticket ),
        denied( Ticket )
}

interface ProviderInterface {
    requestResponse:
        login( Credentials )( bool )
}
