// The flute: ready, and then the music.
// verdict: correct

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
        ready@Conductor( "flute" );
        play( piece )
    }
}
