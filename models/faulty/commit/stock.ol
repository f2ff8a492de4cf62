// A stock: it agrees to what it can spare, and waits for the decision.

from .interfaces import Decision, ParticipantInterface, Work

constants {
    LIMIT = 1000
}

service Stock {
    execution: concurrent

    cset {
        work: Work.work Decision.work
    }

    inputPort StockIn {
        location: "socket://localhost:8402"
        protocol: sodep
        interfaces: ParticipantInterface
    }

    main {
        prepare( work )( work.amount <= LIMIT );
        [ commit( decision ) ] {
            synchronized( done ) {
                global.done += work.amount
            }
        }
        [ abort( decision ) ]
    }
}
