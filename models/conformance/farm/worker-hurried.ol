// A worker who is gone after the work.
// verdict: Q0311 line 10
// verdict: Q0514 line 17

from .interfaces import WorkerInterface

service Worker {
    plays Farm.Worker

    inputPort In {
        location: "socket://localhost:9111"
        protocol: sodep
        interfaces: WorkerInterface
    }

    main {
        work( task )( done ) { done = task * 2 }
    }
}
