// A sender that goes when a receiver is not known.
// verdict: Q0514 line 22

from .interfaces import HostInterface

service Sender {
    plays Mail.Sender

    outputPort Host {
        location: "socket://localhost:9131"
        protocol: sodep
        interfaces: HostInterface
    }

    main {
        helo@Host( "here" )( ok );
        origin@Host( "ada" );
        recipient@Host( "bob" )( known );
        if( known ) {
            data@Host( "hello" )( id )
        };
        quit@Host( "" )
    }
}
