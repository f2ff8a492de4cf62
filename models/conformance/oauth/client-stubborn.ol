// A client that asks again when it was denied.
// verdict: Q0514 line 27

from .interfaces import ServerInterface, ResourceInterface

service Client {
    plays Grant.Client

    outputPort Server {
        location: "socket://localhost:9121"
        protocol: sodep
        interfaces: ServerInterface
    }

    outputPort Resource {
        location: "socket://localhost:9123"
        protocol: sodep
        interfaces: ResourceInterface
    }

    main {
        install( Expired => nullProcess );
        scope( asking ) {
            install( Denied => code = "" );
            authorize@Server( "mail" )( code )
        };
        token@Server( code )( token );
        read@Resource( token )( data )
    }
}
