// Faults of the runtime are raised by every call.
service Buyer {
    outputPort Shop {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: order( string )( int )
    }
    main {
        scope( buying ) {
            install(
                IOException => number = 0,
                TypeMismatch => number = 1,
                Timeout => number = 2
            );
            order@Shop( "tea" )( number )
        }
    }
}
