// Faults of calls: a handler does what the session says after them.
session Pay {
    Shop -> Bank: charge( amount: int )( receipt: string ) throws Refused( why: string ) {
        Shop -> Depot: stop( why: string )
    };
    Shop -> Depot: go( receipt: string )
}

interface BankInterface { requestResponse: charge( int )( string ) throws Refused( string ) }
interface DepotInterface { oneWay: stop( string ), go( string ) }

service Handling {
    plays Pay.Shop
    outputPort Bank { location: "socket://localhost:8000" protocol: sodep interfaces: BankInterface }
    outputPort Depot { location: "socket://localhost:8001" protocol: sodep interfaces: DepotInterface }
    main {
        scope( paying ) {
            install( Refused => stop@Depot( "refused" ) );
            charge@Bank( 3 )( receipt );
            go@Depot( receipt )
        }
    }
}

service Remembering {
    plays Pay.Shop
    outputPort Bank { location: "socket://localhost:8000" protocol: sodep interfaces: BankInterface }
    outputPort Depot { location: "socket://localhost:8001" protocol: sodep interfaces: DepotInterface }
    main {
        failed = false;
        scope( paying ) {
            install( Refused => failed = true );
            charge@Bank( 3 )( receipt )
        };
        if( failed ) { stop@Depot( "refused" ) } else { go@Depot( receipt ) }
    }
}

service Dying {
    plays Pay.Shop
    outputPort Bank { location: "socket://localhost:8000" protocol: sodep interfaces: BankInterface }
    outputPort Depot { location: "socket://localhost:8001" protocol: sodep interfaces: DepotInterface }
    main {
        charge@Bank( 3 )( receipt ); //~ Q0514
        go@Depot( receipt )
    }
}

service Regardless {
    plays Pay.Shop
    outputPort Bank { location: "socket://localhost:8000" protocol: sodep interfaces: BankInterface }
    outputPort Depot { location: "socket://localhost:8001" protocol: sodep interfaces: DepotInterface }
    main {
        scope( paying ) {
            install( Refused => receipt = "none" );
            charge@Bank( 3 )( receipt )
        };
        go@Depot( receipt ) //~ Q0514
    }
}

service Strict {
    plays Pay.Bank
    inputPort In { location: "socket://localhost:8000" protocol: sodep interfaces: BankInterface }
    main {
        charge( amount )( receipt ) {
            if( amount > 100 ) { throw( Refused, "too much" ) }
            receipt = "paid"
        }
    }
}

service Generous {
    plays Pay.Bank
    execution: concurrent
    inputPort In { location: "socket://localhost:8002" protocol: sodep interfaces: BankInterface }
    main {
        [ charge( amount )( receipt ) { receipt = "paid" } ]
    }
}

service Both {
    plays Pay.Depot
    inputPort In { location: "socket://localhost:8001" protocol: sodep interfaces: DepotInterface }
    main {
        [ stop( why ) ]
        [ go( receipt ) ]
    }
}

service Optimist {
    plays Pay.Depot
    inputPort In { location: "socket://localhost:8003" protocol: sodep oneWay: go( string ) }
    main {
        go( receipt ) //~ Q0514
    }
}
