// The dome of an observatory turns to where it is told, in whole degrees.

type Direction {
    azimuth: int( ranges( [0, 359] ) )
    height?: int
}

interface DomeInterface {
    requestResponse:
        turn( Direction )( bool )
}

service Dome {
    execution: sequential

    inputPort DomeIn {
        location: "socket://localhost:8320"
        protocol: sodep
        interfaces: DomeInterface
    }

    main {
        turn( direction )( moved ) {
            moved = direction.azimuth != global.azimuth;
            global.azimuth = direction.azimuth
        }
    }
}
