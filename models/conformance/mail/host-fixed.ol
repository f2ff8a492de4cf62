// A host that takes a mail for one receiver exactly.
// verdict: Q0514 line 19
// verdict: Q0514 line 20

from .interfaces import HostInterface

service Host {
    plays Mail.Host

    inputPort In {
        location: "socket://localhost:9131"
        protocol: sodep
        interfaces: HostInterface
    }

    main {
        helo( name )( ok ) { ok = true };
        origin( address );
        recipient( receiver )( known ) { known = true };
        data( text )( id ) { id = new };
        quit( last )
    }
}
