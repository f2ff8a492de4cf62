// A client that reads without a token.
// verdict: Q0514 line 24

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
        install( Denied => nullProcess );
        authorize@Server( "mail" )( code );
        read@Resource( code )( data )
    }
}
