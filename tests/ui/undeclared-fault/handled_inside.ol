// A scope inside the body handles the fault, by name or by default; another is declared.
service Shop {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: order( string )( int ) throws SoldOut( string )
    }
    main {
        order( item )( number ) {
            scope( byName ) {
                install( NoPaper => number = 0 );
                throw( NoPaper )
            };
            scope( byDefault ) {
                install( default => number = 1 );
                throw( NoInk )
            };
            throw( SoldOut, item )
        }
    }
}
