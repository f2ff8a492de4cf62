// An applicant: a large request, and then the decision.

from console import Console
from .interfaces import ApplicantInterface, BrokerInterface

service Applicant {
    embed Console as Console

    outputPort Broker {
        location: "socket://localhost:8180"
        protocol: sodep
        interfaces: BrokerInterface
    }

    inputPort ApplicantIn {
        location: "socket://localhost:8182"
        protocol: sodep
        interfaces: ApplicantInterface
    }

    main {
        apply@Broker( {
            name = "Ada",
            amount = 900
        } );
        decide( granted );
        println@Console( "granted: " + granted )()
    }
}
