// An astronomer, who has an interface of her own for the dome.
// verdict: Q0206 line 27

from console import Console

type Direction {
    azimuth: int( ranges( [0, 360] ) )
    height?: int
}

interface TurnInterface {
    requestResponse:
        turn( Direction )( bool )
}

service Astronomer {
    embed Console as Console

    outputPort Dome {
        location: "socket://localhost:8320"
        protocol: sodep
        interfaces: TurnInterface
    }

    main {
        hour = int( args[0] );
        turn@Dome( { azimuth = hour * 15, height = 40 } )( moved );
        if( moved ) {
            println@Console( "looking south" )()
        }
    }
}
