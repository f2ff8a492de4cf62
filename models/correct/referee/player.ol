// A player: makes one move, and looks up the rule when asked about it.
// verdict: correct

from console import Console
from .interfaces import PlayerInterface, RefereeInterface

service Player {
    embed Console as Console

    outputPort Referee {
        location: "socket://localhost:8280"
        protocol: jsonrpc
        interfaces: RefereeInterface
    }

    inputPort PlayerIn {
        location: "socket://localhost:8281"
        protocol: jsonrpc
        interfaces: PlayerInterface
    }

    main {
        {
            play@Referee( "castling" )( points )
            |
            explain( move )( rule ) {
                rule@Referee( move )( rule )
            }
        };
        println@Console( points + " points" )()
    }
}
