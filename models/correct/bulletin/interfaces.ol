// A board on which news are posted, its reader and the press.
// verdict: correct

type Subscription {
    location: string
}

interface BoardInterface {
    requestResponse:
        subscribe( Subscription )( void ),
        leave( void )( void )
    oneWay:
        post( string )
}

interface PressInterface {
    oneWay:
        ask( string )
}

interface ReaderInterface {
    oneWay:
        notify( string )
}
