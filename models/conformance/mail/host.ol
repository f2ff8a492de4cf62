// Takes a mail.
// verdict: correct

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
        provide
            [ recipient( receiver )( known ) { known = receiver != "eve" } ]
        until
            [ data( text )( id ) { id = new } ];
        quit( last )
    }
}
