service Server {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8123"
        protocol: http
        requestResponse: op( int )( int )
        oneWay: tell( string )
    }
    main {
        [ op( x )( x ) ]
        [ tell( text ) ]
    }
}
