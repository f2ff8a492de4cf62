// Takes pieces until the end.
// verdict: correct

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
        provide
            [ piece( data )( ok ) { ok = data != "" } ]
        until
            [ finish( sum )( right ) { right = true } ]
    }
}
