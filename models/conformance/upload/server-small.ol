// A server that takes one piece.
// verdict: Q0514 line 18
// verdict: Q0514 line 19

from .interfaces import ServerInterface

service Server {
    plays Upload.Server

    inputPort In {
        location: "socket://localhost:9091"
        protocol: sodep
        interfaces: ServerInterface
    }

    main {
        open( name )( id ) { id = new };
        piece( data )( ok ) { ok = true };
        finish( sum )( right ) { right = true }
    }
}
