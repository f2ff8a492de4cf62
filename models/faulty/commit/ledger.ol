// A ledger: it agrees to what it can pay, and waits for the decision.
// verdict: Q0302 line 25

from .interfaces import Decision, ParticipantInterface, Work

constants {
    LIMIT = 500
}

service Ledger {
    execution: concurrent

    cset {
        work: Work.work Decision.work
    }

    inputPort LedgerIn {
        location: "socket://localhost:8401"
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
