// A referee: asks the player about a move, and tells the rules meanwhile.
// verdict: correct

from .interfaces import PlayerInterface, RefereeInterface

service Referee {
    execution: concurrent

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
