// The circle is broken when the call times out, since a handler takes that: a warning.

service Main {
    embed Shop

    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: confirm( int )( bool )
    }

    outputPort Shop {
        location: "socket://localhost:8001"
        protocol: sodep
        requestResponse: pay( int )( string )
    }

    main {
        scope( payment ) {
            install( Timeout => nullProcess );
            pay@Shop( 10 )( receipt ) //~ Q0301
        };
        confirm( amount )( yes ) { yes = true }
    }
}

service Shop {
    execution: concurrent

    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        requestResponse: pay( int )( string )
    }

    outputPort Buyer {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: confirm( int )( bool )
    }

    main {
        pay( amount )( receipt ) {
            confirm@Buyer( amount )( yes );
            receipt = "paid"
        }
    }
}
