// The whole port is overwritten.
service Client {
    outputPort P {
        location: "socket://localhost:8123"
        protocol: sodep
        requestResponse: other( int )( int )
    }
    main {
        q.location = "socket://elsewhere:9";
        q.protocol = "sodep";
        P << q;
        other@P( 5 )( y )
    }
}
