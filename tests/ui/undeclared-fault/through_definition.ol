// The fault comes out of a definition that the body calls.
service Shop {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: order( string )( int )
    }
    define look {
        if( item == "tea" ) {
            throw( SoldOut ) //~ Q0314
        }
    }
    main {
        order( item )( number ) {
            look;
            number = 1
        }
    }
}
