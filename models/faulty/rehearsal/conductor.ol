// A conductor: begins when three musicians are ready, not before.

from .interfaces import ConductorInterface, MusicianInterface

service Conductor {
    outputPort Cello {
        location: "socket://localhost:8241"
        protocol: sodep
        interfaces: MusicianInterface
    }

    outputPort Flute {
        location: "socket://localhost:8242"
        protocol: sodep
        interfaces: MusicianInterface
    }

    outputPort Violin {
        location: "socket://localhost:8243"
        protocol: sodep
        interfaces: MusicianInterface
    }

    inputPort ConductorIn {
        location: "socket://localhost:8240"
        protocol: sodep
        interfaces: ConductorInterface
    }

    main {
        for( i = 0, i < 3, i++ ) {
            ready( part )
        };
        {
            play@Cello( "a quadrille" )
            |
            play@Flute( "a quadrille" )
            |
            play@Violin( "a quadrille" )
        }
    }
}
