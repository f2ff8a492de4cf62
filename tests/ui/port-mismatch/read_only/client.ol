// To read the location changes nothing. The service there does not offer the operation.
service Client {
    outputPort P {
        location: "socket://localhost:8123"
        protocol: sodep
        requestResponse: other( int )( int )
    }
    main {
        here = P.location;
        other@P( 5 )( y ) //~ Q0316
    }
}
