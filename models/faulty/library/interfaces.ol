// What a library tells its readers.

type Loan {
    title: string
    left: int
}

interface LibraryInterface {
    requestResponse:
        copies( string )( int ),
        lend( string )( Loan )
}
