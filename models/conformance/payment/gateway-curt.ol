// A gateway that declines and tells nobody else.
// verdict: Q0514 line 31

from .interfaces import GatewayInterface, RiskInterface, BankInterface

service Gateway {
    plays Payment.Gateway
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9151"
        protocol: sodep
        interfaces: GatewayInterface
    }

    outputPort Risk {
        location: "socket://localhost:9152"
        protocol: sodep
        interfaces: RiskInterface
    }

    outputPort Bank {
        location: "socket://localhost:9153"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        pay( amount )( receipt ) {
            score@Risk( amount )( risk );
            if( risk > 50 ) { throw( Declined, "risk" ) };
            debit@Bank( amount )( receipt )
        }
    }
}
