// Knows how risky it is.
// verdict: correct

from .interfaces import RiskInterface

service Risk {
    plays Payment.Risk
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9152"
        protocol: sodep
        interfaces: RiskInterface
    }

    main { score( amount )( risk ) { risk = amount * 2 } }
}
