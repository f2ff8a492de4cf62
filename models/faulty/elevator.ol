// An elevator in a house of six floors: each call is a trip to the floor it names.
// verdict: Q0205 line 39

from console import Console

type Floor: int( ranges( [0, 5] ) )

interface ElevatorInterface {
    requestResponse:
        ride( Floor )( Floor )
}

service Elevator {
    execution: sequential

    inputPort In {
        location: "local"
        interfaces: ElevatorInterface
    }

    init {
        global.at = 0
    }

    main {
        ride( floor )( before ) {
            before = global.at;
            global.at = floor
        }
    }
}

service Main {
    embed Elevator as Elevator
    embed Console as Console

    main {
        attic = 6;
        ride@Elevator( attic )( before );
        println@Console( "from " + before + " to the attic" )();
        ride@Elevator( 0 )( before )
    }
}
