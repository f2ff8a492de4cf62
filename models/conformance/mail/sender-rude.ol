// A sender that says nothing before it writes.
// verdict: Q0514 line 16

from .interfaces import HostInterface

service Sender {
    plays Mail.Sender

    outputPort Host {
        location: "socket://localhost:9131"
        protocol: sodep
        interfaces: HostInterface
    }

    main {
        origin@Host( "ada" );
        data@Host( "hello" )( id );
        quit@Host( id )
    }
}
