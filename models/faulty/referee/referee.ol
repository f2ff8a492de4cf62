// A referee: asks the player about a move, and tells the rules meanwhile.
// One session at a time: the rule waits for the move to be judged.
// verdict: Q0301 line 24

from .interfaces import PlayerInterface, RefereeInterface

service Referee {
    execution: sequential

    outputPort Player {
        location: "socket://localhost:8281"
        protocol: jsonrpc
        interfaces: PlayerInterface
    }

    inputPort RefereeIn {
        location: "socket://localhost:8280"
        protocol: jsonrpc
        interfaces: RefereeInterface
    }

    main {
        [ play( move )( points ) {
            explain@Player( move )( reason );
            points = 3
        } ]

        [ rule( move )( "no " + move + " twice" ) ]
    }
}
