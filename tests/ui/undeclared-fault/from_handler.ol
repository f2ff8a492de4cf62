// A handler throws a fault of its own: it leaves the body like any other.
service Shop {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: order( string )( int ) throws SoldOut( void )
    }
    main {
        order( item )( number ) {
            scope( looking ) {
                install( Nothing => throw( SoldOut ), Something => throw( Closed ) ); //~ Q0314
                if( item == "tea" ) {
                    throw( Nothing )
                } else {
                    throw( Something )
                }
            }
        }
    }
}
