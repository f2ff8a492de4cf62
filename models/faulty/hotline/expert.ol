// An expert: gives advice once the research is done.
// Nobody does the research.
// verdict: Q0302 line 16

from .interfaces import ExpertInterface

service Expert {
    inputPort ExpertIn {
        location: "socket://localhost:8311"
        protocol: sodep
        interfaces: ExpertInterface
    }

    main {
        advise( question )( advice ) {
            research( advice )
        }
    }
}
