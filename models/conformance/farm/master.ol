// Goes round twice.
// verdict: correct

from .interfaces import WorkerInterface

service Master {
    plays Farm.Master

    outputPort Worker {
        location: "socket://localhost:9111"
        protocol: sodep
        interfaces: WorkerInterface
    }

    main {
        for( i = 0, i < 2, i++ ) { work@Worker( i )( done ) };
        for( i = 0, i < 2, i++ ) { stop@Worker( "enough" ) }
    }
}
