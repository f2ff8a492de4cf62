// A client that sends a piece of a file that is not open.
// verdict: Q0514 line 16

from .interfaces import ServerInterface

service Client {
    plays Upload.Client

    outputPort Server {
        location: "socket://localhost:9091"
        protocol: sodep
        interfaces: ServerInterface
    }

    main {
        piece@Server( "data" )( ok );
        open@Server( "notes" )( id );
        finish@Server( 1 )( right )
    }
}
