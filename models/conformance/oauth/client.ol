// Reads what it may.
// verdict: correct

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
        install( Denied => nullProcess, Expired => nullProcess );
        authorize@Server( "mail" )( code );
        token@Server( code )( token );
        read@Resource( token )( data )
    }
}
