// The cello: ready, and then the music.
// verdict: correct

from .interfaces import ConductorInterface, MusicianInterface

service Cello {
    outputPort Conductor {
        location: "socket://localhost:8240"
        protocol: sodep
        interfaces: ConductorInterface
    }

    inputPort CelloIn {
        location: "socket://localhost:8241"
        protocol: sodep
        interfaces: MusicianInterface
    }

    main {
        ready@Conductor( "cello" );
        play( piece )
    }
}
