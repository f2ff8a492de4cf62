// What writes the location may stand in a definition, and in an expression of it.
service Client {
    outputPort P {
        location: "socket://localhost:8123"
        protocol: sodep
        requestResponse: other( int )( int )
    }
    define move {
        count = size = P.location = "socket://elsewhere:9"
    }
    main {
        move;
        other@P( 5 )( y )
    }
}
