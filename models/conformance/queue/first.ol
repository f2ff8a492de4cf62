// Asks when there is something.
// verdict: correct

from .interfaces import FirstInterface, QueueInterface

service First {
    plays Jobs.First

    inputPort In {
        location: "socket://localhost:9032"
        protocol: sodep
        interfaces: FirstInterface
    }

    outputPort Queue {
        location: "socket://localhost:9031"
        protocol: sodep
        interfaces: QueueInterface
    }

    main {
        ready( jobs );
        take@Queue( 1 )( job )
    }
}
