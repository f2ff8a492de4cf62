// An archive and who files reports there.

type Report {
    text: string
    location: string // who is told
}

interface ArchiveInterface {
    oneWay:
        file( Report )
    requestResponse:
        count( void )( int )
}

interface StationInterface {
    oneWay:
        filed( int )
}

interface GatewayInterface {
    requestResponse:
        status( void )( string )
}
