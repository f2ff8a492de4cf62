// Over http a message is cast to the type that the receiver declares, and every message gets an answer.
service Client {
    outputPort P {
        location: "socket://localhost:8123"
        protocol: http
        requestResponse: op( string )( string ), tell( string )( void )
    }
    main {
        op@P( "5" )( y );
        tell@P( "done" )()
    }
}
