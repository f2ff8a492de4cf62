// A box is packed with as many bottles as were announced.
// verdict: correct

type Count: int( ranges( [0, 3] ) )

interface FrontInterface {
    oneWay: pack( Count )
}

interface PackingInterface {
    oneWay: size( int ), bottle( string )
    requestResponse: close( void )( int )
}

service Packing {
    inputPort In {
        location: "local://packing"
        interfaces: PackingInterface
    }

    main {
        size( places );
        for( i = 0, i < places, i++ ) {
            bottle( label )
        };
        close()( i )
    }
}

service Main {
    outputPort Packing {
        location: "local://packing"
        interfaces: PackingInterface
    }

    embed Packing

    inputPort Front {
        location: "socket://localhost:8210"
        protocol: sodep
        interfaces: FrontInterface
    }

    main {
        pack( bottles );
        size@Packing( bottles );
        for( i = 0, i < bottles, i++ ) {
            bottle@Packing( "red" )
        };
        close@Packing()( packed )
    }
}
