// Asks when there is something.
// verdict: correct

from .interfaces import SecondInterface, QueueInterface

service Second {
    plays Jobs.Second

    inputPort In {
        location: "socket://localhost:9033"
        protocol: sodep
        interfaces: SecondInterface
    }

    outputPort Queue {
        location: "socket://localhost:9031"
        protocol: sodep
        interfaces: QueueInterface
    }

    main {
        ready( jobs );
        take@Queue( 2 )( job )
    }
}
