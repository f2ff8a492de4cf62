// A captain: the substitute plays when somebody is ill, and not otherwise.
// verdict: correct

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
        team.player[0] = squad.player[0];
        team.player[1] = squad.player[2];
        enter@Court( team )( place );
        println@Console( "we play on court " + place )()
    }
}
