// A master who gives the second nothing to do.
// verdict: Q0514 line 17

from .interfaces import WorkerInterface

service Master {
    plays Farm.Master

    outputPort Worker {
        location: "socket://localhost:9111"
        protocol: sodep
        interfaces: WorkerInterface
    }

    main {
        work@Worker( 1 )( done );
        stop@Worker( "enough" );
        stop@Worker( "enough" )
    }
}
