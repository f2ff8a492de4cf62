// A declared location is only the first one: the message goes where the port is bound when it is sent.
service Client {
    outputPort P {
        location: "socket://localhost:8123"
        protocol: sodep
        requestResponse: other( int )( int )
    }
    main {
        P.location = "socket://elsewhere:9";
        other@P( 5 )( y )
    }
}
