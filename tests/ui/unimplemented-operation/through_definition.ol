// Received in a definition that main calls, and in the answer of another: everything is implemented.
service Desk {
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: shut( string )
        requestResponse: open( string )( int ), ask( void )( int )
    }
    define closing { shut( name ) }
    main {
        open( name )( count ) {
            ask()( 1 );
            count = 2
        };
        closing
    }
}
