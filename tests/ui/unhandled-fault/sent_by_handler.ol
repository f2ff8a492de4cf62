// The handler sends what the branch would have sent.

service Main {
    embed Shop

    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: receipt( string )
    }

    outputPort Shop {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: order( int )
    }

    main {
        order@Shop( 10 );
        receipt( text )
    }
}

service Shop {
    embed Bank

    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: order( int )
    }

    outputPort Main {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: receipt( string )
    }

    outputPort Bank {
        location: "socket://localhost:8002"
        protocol: sodep
        requestResponse: pay( int )( void ) throws Refused( void )
    }

    main {
        order( amount );
        scope( payment ) {
            install( Refused => receipt@Main( "refused" ) );
            pay@Bank( amount )();
            receipt@Main( "paid" )
        }
    }
}

service Bank {
    execution: concurrent

    inputPort In {
        location: "socket://localhost:8002"
        protocol: sodep
        requestResponse: pay( int )( void ) throws Refused( void )
    }

    main {
        pay( amount )() {
            throw( Refused )
        }
    }
}
