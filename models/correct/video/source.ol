// A source of four pictures, each for a buffer that is free.
// verdict: correct

from .interfaces import PlayerInterface, SourceInterface

service Source {
    outputPort Player {
        location: "socket://localhost:8481"
        protocol: sodep
        interfaces: PlayerInterface
    }

    inputPort SourceIn {
        location: "socket://localhost:8480"
        protocol: sodep
        interfaces: SourceInterface
    }

    main {
        for( number = 0, number < 4, number++ ) {
            ready( buffer );
            picture@Player( number )
        }
    }
}
