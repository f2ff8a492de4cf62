// Takes each task by itself.
// verdict: correct

from .interfaces import WorkerInterface

service Worker {
    plays Farm.Worker
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9111"
        protocol: sodep
        interfaces: WorkerInterface
    }

    main {
        [ work( task )( done ) { done = task * 2 } ]
        [ stop( why ) ]
    }
}
