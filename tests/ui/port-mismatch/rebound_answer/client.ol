// The location is asked of a registry.
service Client {
    outputPort P {
        location: "socket://localhost:8123"
        protocol: sodep
        requestResponse: other( int )( int )
    }
    outputPort R {
        location: "socket://localhost:8124"
        protocol: sodep
        requestResponse: getLoc( void )( string )
    }
    main {
        getLoc@R()( P.location );
        other@P( 5 )( y )
    }
}
