// A consumer that asks before there is something.
// verdict: Q0514 line 22

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
        take@Queue( 1 )( job );
        ready( jobs )
    }
}
