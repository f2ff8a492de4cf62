// A service of one session that serves in a loop is idle between two messages, also when each round counts some.

interface WorkInterface {
    oneWay: done( int )
}

service Main {
    embed Server

    outputPort Server {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: WorkInterface
    }

    main {
        done@Server( 1 );
        done@Server( 2 );
        never()
    }

    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: never( void )
    }
}

service Server {
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: WorkInterface
    }

    main {
        while( true ) {
            for( i = 0, i < 2, i++ ) {
                done( piece )
            }
        }
    }
}
