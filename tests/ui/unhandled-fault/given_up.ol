// The fault is handled, but it ends the branch that would have sent the message.

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
            install( Refused => refused = true );
            pay@Bank( amount )(); //~ Q0305
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
