// A server that writes before it has read.
// verdict: Q0514 line 24

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
        change( key )( done ) {
            save@Database( key )( rows );
            find@Database( key )( value );
            done = true
        }
    }
}
