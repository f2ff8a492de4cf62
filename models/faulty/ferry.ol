// A ferry: what the harbour says of the fog is kept, and the captain looks at it before the ferry is cast off.
// verdict: Q0302 line 20

interface BridgeInterface {
    oneWay: weather( int ), go( void )
}

interface PierInterface {
    oneWay: opens( int ), left( string ), stayed( string )
}

service Pier {
    inputPort In {
        location: "local://pier"
        interfaces: PierInterface
    }

    main {
        opens( hour );
        [ left( where ) ]
        [ stayed( why ) ]
    }
}

service Main {
    inputPort Bridge {
        location: "socket://localhost:8260"
        protocol: sodep
        interfaces: BridgeInterface
    }

    outputPort Pier {
        location: "local://pier"
        interfaces: PierInterface
    }

    embed Pier

    init {
        fog = false
    }

    main {
        opens@Pier( 6 );
        provide
            [ weather( sight ) ] {
                fog = sight < 500
            }
        until
            [ go() ] {
                nullProcess
            };
        if( !fog ) {
            left@Pier( "north" )
        };
        if( fog && sight < 100 ) {
            stayed@Pier( "fog" )
        }
    }
}
