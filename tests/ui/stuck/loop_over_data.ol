// How often a loop over a vector turns is not followed: that it might not turn at all is no reason for a warning.

interface ReaderInterface {
    oneWay: line( string )
}

service Main {
    embed Library

    outputPort Library {
        location: "socket://localhost:8001"
        protocol: sodep
        requestResponse: read( void )( void )
    }

    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: ReaderInterface
    }

    main {
        read@Library()();
        line( text )
    }
}

service Library {
    execution: concurrent

    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        requestResponse: read( void )( void )
    }

    outputPort Reader {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: ReaderInterface
    }

    main {
        read()() {
            texts[ 0 ] = "a quadrille";
            for( text in texts ) {
                line@Reader( text )
            }
        }
    }
}
