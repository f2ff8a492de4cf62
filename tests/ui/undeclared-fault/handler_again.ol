// A handler runs the definition that installs it: what it lets go is told once, however deep it is in itself.
service Shop {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: order( string )( int )
    }
    define look {
        scope( looking ) {
            install( Nothing => look );
            scope( near ) {
                install( Elsewhere => look );
                if( item == "tea" ) {
                    throw( Nothing )
                } else if( item == "milk" ) {
                    throw( Elsewhere )
                } else {
                    throw( Closed ) //~ Q0314
                }
            }
        }
    }
    main {
        order( item )( number ) {
            look
            number = 1
        }
    }
}
