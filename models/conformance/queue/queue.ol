// Hands out the jobs in the order in which they are asked for.
// verdict: correct

from .interfaces import QueueInterface, FirstInterface, SecondInterface

service Queue {
    plays Jobs.Queue

    inputPort In {
        location: "socket://localhost:9031"
        protocol: sodep
        interfaces: QueueInterface
    }

    outputPort First {
        location: "socket://localhost:9032"
        protocol: sodep
        interfaces: FirstInterface
    }

    outputPort Second {
        location: "socket://localhost:9033"
        protocol: sodep
        interfaces: SecondInterface
    }

    main {
        put( one );
        put( other );
        ready@First( 2 );
        ready@Second( 2 );
        take( who )( job ) { job = one };
        take( who )( job ) { job = other }
    }
}
