// Sends each piece until it has arrived.
// verdict: correct

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
        for( i = 0, i < 3, i++ ) {
            ok = false;
            while( !ok ) { piece@Server( "data" )( ok ) }
        };
        finish@Server( 3 )( right )
    }
}
