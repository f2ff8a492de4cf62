// A door that opens with a key, which is to be confirmed.

type Key {
    key: string
}

interface DoorInterface {
    requestResponse:
        knock( void )( Key ),
        enter( Key )( int )
    oneWay:
        confirm( Key )
}
