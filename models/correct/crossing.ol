// A crossing: a car does what its light says, which is one of three colours.
// verdict: correct

type Colour: string( enum( ["red", "amber", "green"] ) )

interface CrossingInterface {
    oneWay: light( Colour ), stopped( string ), driven( string )
}

service Crossing {
    inputPort In {
        location: "local://crossing"
        interfaces: CrossingInterface
    }

    main {
        light( colour );
        if( colour == "green" ) {
            driven( who )
        } else {
            stopped( who )
        }
    }
}

service Main {
    outputPort Crossing {
        location: "local://crossing"
        interfaces: CrossingInterface
    }

    embed Crossing

    inputPort Front {
        location: "socket://localhost:8250"
        protocol: sodep
        oneWay: turn( Colour )
    }

    main {
        turn( colour );
        light@Crossing( colour );
        if( colour == "red" || colour == "amber" ) {
            stopped@Crossing( "car" )
        };
        if( colour == "green" ) {
            driven@Crossing( "car" )
        }
    }
}
