// A server that answers first, and asks its database after that.
// verdict: Q0514 line 23

from .interfaces import ApiInterface, DatabaseInterface

service Server {
    plays Change.Api
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9011"
        protocol: sodep
        interfaces: ApiInterface
    }

    outputPort Database {
        location: "socket://localhost:9012"
        protocol: sodep
        interfaces: DatabaseInterface
    }

    main {
        change( key )( done ) { done = true };
        find@Database( key )( value );
        skip@Database( key )
    }
}
