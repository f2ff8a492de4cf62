// A guest, who becomes a member and leaves again; one variable serves for both messages.
// verdict: Q0202 line 20

from console import Console
from .interfaces import ClubInterface

service Guest {
    embed Console as Console

    outputPort Club {
        location: "socket://localhost:8311"
        protocol: sodep
        interfaces: ClubInterface
    }

    main {
        message.card = 7;
        message.name = "Ada";
        join@Club( message )();
        leave@Club( message )( known );
        if( !known ) {
            println@Console( "nobody knew me" )()
        }
    }
}
