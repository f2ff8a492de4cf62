// A player: both buffers are free at first, and each again when its picture has been shown.
// verdict: correct

from console import Console
from .interfaces import PlayerInterface, SourceInterface

service Player {
    embed Console as Console

    outputPort Source {
        location: "socket://localhost:8480"
        protocol: sodep
        interfaces: SourceInterface
    }

    inputPort PlayerIn {
        location: "socket://localhost:8481"
        protocol: sodep
        interfaces: PlayerInterface
    }

    main {
        ready@Source( 1 );
        ready@Source( 2 );
        for( shown = 0, shown < 4, shown++ ) {
            picture( number );
            println@Console( "picture " + number )();
            if( shown < 2 ) {
                ready@Source( shown + 1 )
            }
        }
    }
}
