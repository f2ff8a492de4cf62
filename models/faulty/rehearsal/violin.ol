// The violin: ready, and then the music.

from .interfaces import ConductorInterface, MusicianInterface

service Violin {
    outputPort Conductor {
        location: "socket://localhost:8240"
        protocol: sodep
        interfaces: ConductorInterface
    }

    inputPort ViolinIn {
        location: "socket://localhost:8243"
        protocol: sodep
        interfaces: MusicianInterface
    }

    main {
        ready@Conductor( "violin" );
        play( piece )
    }
}
