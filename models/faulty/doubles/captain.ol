// A captain: the substitute plays when somebody is ill, and not otherwise.
// verdict: Q0204 line 21

from console import Console
from .interfaces import CourtInterface

service Captain {
    embed Console as Console

    outputPort Court {
        location: "socket://localhost:8313"
        protocol: sodep
        interfaces: CourtInterface
    }

    main {
        squad.player[0] = "Ada";
        squad.player[1] = "Grace";
        squad.player[2] = "Emmy";
        team.player << squad.player;
        enter@Court( team )( place );
        println@Console( "we play on court " + place )()
    }
}
