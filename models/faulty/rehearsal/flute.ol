// The flute: ready, and then the music.
// It waits for the music before it says that it is ready, and the conductor waits for all.
// verdict: Q0301 line 21

from .interfaces import ConductorInterface, MusicianInterface

service Flute {
    outputPort Conductor {
        location: "socket://localhost:8240"
        protocol: sodep
        interfaces: ConductorInterface
    }

    inputPort FluteIn {
        location: "socket://localhost:8242"
        protocol: sodep
        interfaces: MusicianInterface
    }

    main {
        play( piece );
        ready@Conductor( "flute" )
    }
}
