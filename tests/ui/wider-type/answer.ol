// What comes back may be longer than the caller takes; what goes there is narrower, and that is fine.
type Code: string( length( [ 1, 8 ] ) )
type ShortCode: string( length( [ 1, 4 ] ) )

service Mint {
    execution: concurrent
    inputPort In {
        location: "local"
        requestResponse: code( Code )( Code )
    }
    main {
        code( old )( old ) { nullProcess }
    }
}

service Main {
    outputPort Mint {
        requestResponse: code( ShortCode )( ShortCode )
    }
    embed Mint in Mint
    main {
        code@Mint( "AB" )( answer ) //~ Q0206
    }
}
