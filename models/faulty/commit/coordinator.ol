// A coordinator: asks all, then decides for all.
// Who has said no is not told, and waits for the decision.

from .interfaces import ParticipantInterface

service Coordinator {
    outputPort Ledger {
        location: "socket://localhost:8401"
        protocol: sodep
        interfaces: ParticipantInterface
    }

    outputPort Stock {
        location: "socket://localhost:8402"
        protocol: sodep
        interfaces: ParticipantInterface
    }

    outputPort Van {
        location: "socket://localhost:8403"
        protocol: sodep
        interfaces: ParticipantInterface
    }

    main {
        decision.work = new;
        work << {
            work = decision.work,
            amount = 900
        };
        {
            prepare@Ledger( work )( ledger )
            |
            prepare@Stock( work )( stock )
            |
            prepare@Van( work )( van )
        };
        if( ledger && stock && van ) {
            commit@Ledger( decision );
            commit@Stock( decision );
            commit@Van( decision )
        } else {
            if( ledger ) {
                abort@Ledger( decision )
            };
            if( stock ) {
                abort@Stock( decision )
            };
            if( van ) {
                abort@Van( decision )
            }
        }
    }
}
