// A scope that ended is compensated by a handler around it.
service Travel {
    outputPort Hotel {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: rent( string )( int ) throws NoRoom( void )
    }
    main {
        scope( travel ) {
            install( NoRoom => comp( flight ) );
            scope( flight ) {
                seats = 1;
                install( this => seats = 0 )
            };
            rent@Hotel( "Rome" )( room )
        }
    }
}
