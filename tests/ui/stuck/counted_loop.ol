// A loop that counts what it receives waits for a definite number of messages: the third never comes.

interface WorkInterface {
    oneWay: done( int )
}

service Main {
    embed Worker

    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: WorkInterface
    }

    main {
        for( i = 0, i < 3, i++ ) {
            done( piece ) //~ Q0302
        }
    }
}

service Worker {
    outputPort Main {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: WorkInterface
    }

    main {
        done@Main( 1 );
        done@Main( 2 )
    }
}
