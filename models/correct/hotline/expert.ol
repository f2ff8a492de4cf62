// An expert: gives advice.
// verdict: correct

from .interfaces import ExpertInterface

service Expert {
    inputPort ExpertIn {
        location: "socket://localhost:8311"
        protocol: sodep
        interfaces: ExpertInterface
    }

    main {
        advise( question )( advice ) {
            advice = question + 1
        }
    }
}
