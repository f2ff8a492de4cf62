// Writes to two.
// verdict: correct

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
        if( known ) { recipient@Host( "eve" )( known ) };
        data@Host( "hello" )( id );
        quit@Host( id )
    }
}
