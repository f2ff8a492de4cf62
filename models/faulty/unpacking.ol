// A box is unpacked: as many bottles as it says, and one less.
// verdict: Q0304 line 24

type Count: int( ranges( [0, 3] ) )

interface FrontInterface {
    oneWay: unpack( Count )
}

interface BoxInterface {
    oneWay: size( int ), bottle( string )
    requestResponse: close( void )( int )
}

service Box {
    inputPort In {
        location: "local://box"
        interfaces: BoxInterface
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
    outputPort Box {
        location: "local://box"
        interfaces: BoxInterface
    }

    embed Box

    inputPort Front {
        location: "socket://localhost:8210"
        protocol: sodep
        interfaces: FrontInterface
    }

    main {
        unpack( bottles );
        size@Box( bottles );
        for( i = 1, i < bottles, i++ ) {
            bottle@Box( "red" )
        };
        close@Box()( unpacked )
    }
}
