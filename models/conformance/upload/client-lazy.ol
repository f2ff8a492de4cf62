// A client that sends no end.
// verdict: Q0514 line 17

from .interfaces import ServerInterface

service Client {
    plays Upload.Client

    outputPort Server {
        location: "socket://localhost:9091"
        protocol: sodep
        interfaces: ServerInterface
    }

    main {
        open@Server( "notes" )( id );
        piece@Server( "data" )( ok )
    }
}
