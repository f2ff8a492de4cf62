// A boat of four leaves when its crew is complete.
// verdict: correct

from console import Console

type Crew {
    rower[4,4]: string
    cox?: string
}

interface BoatInterface {
    requestResponse:
        board( Crew )( bool )
}

service Boat {
    execution: sequential

    inputPort In {
        location: "local"
        interfaces: BoatInterface
    }

    main {
        board( crew )( ready ) {
            ready = is_defined( crew.cox )
        }
    }
}

service Main {
    embed Boat as Boat
    embed Console as Console

    main {
        with( crew ) {
            .rower[0] = "Ada";
            .rower[1] = "Grace";
            .rower[2] = "Emmy";
            .rower[3] = "Sofia";
            .cox = "Hedy"
        };
        board@Boat( crew )( ready );
        if( ready ) {
            println@Console( "off they go" )()
        }
    }
}
