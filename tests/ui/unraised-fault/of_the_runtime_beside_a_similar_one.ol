// Jolie raises Timeout itself, whatever an interface declares.
service Buyer {
    outputPort Shop {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: order( string )( int ) throws TimeOut IOExceptions
    }
    main {
        scope( buying ) {
            install( Timeout => number = 0, IOException => number = 1 );
            order@Shop( "tea" )( number )
        }
    }
}
