// Two departments that ask one another through the front desk.

type Request {
    item: string
    pieces: int
}

interface SalesInterface {
    requestResponse:
        sell( Request )( int ),
        reserved( string )( int )
}

interface StoreInterface {
    requestResponse:
        check( Request )( int )
}

interface DeskInterface {
    requestResponse:
        hours( void )( string )
}
