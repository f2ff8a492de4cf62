// The location is written through the path of the with.
service Client {
    outputPort P {
        location: "socket://localhost:8123"
        protocol: sodep
        requestResponse: other( int )( int )
    }
    main {
        with( P ) {
            .location = "socket://elsewhere:9"
        };
        other@P( 5 )( y )
    }
}
