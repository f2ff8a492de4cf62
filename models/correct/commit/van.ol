// A van: it agrees to what it can carry, and waits for the decision.
// verdict: correct

from .interfaces import Decision, ParticipantInterface, Work

constants {
    LIMIT = 2000
}

service Van {
    execution: concurrent

    cset {
        work: Work.work Decision.work
    }

    inputPort VanIn {
        location: "socket://localhost:8403"
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
