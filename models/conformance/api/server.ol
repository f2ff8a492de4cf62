// A session for each change that is asked for.
// verdict: correct

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
            find@Database( key )( value );
            if( value == "" ) {
                save@Database( key )( rows );
                done = true
            } else {
                skip@Database( key );
                done = false
            }
        }
    }
}
