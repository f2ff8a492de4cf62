// A broker: it has a request rated, and tells the applicant.
// verdict: correct

from .interfaces import ApplicantInterface, BrokerInterface, BureauInterface

service Broker {
    execution: concurrent

    outputPort Bureau {
        location: "socket://localhost:8181"
        protocol: sodep
        interfaces: BureauInterface
    }

    outputPort Applicant {
        location: "socket://localhost:8182"
        protocol: sodep
        interfaces: ApplicantInterface
    }

    inputPort BrokerIn {
        location: "socket://localhost:8180"
        protocol: sodep
        interfaces: BrokerInterface
    }

    main {
        apply( request );
        scope( rating ) {
            install( TooMuch => granted = false );
            rate@Bureau( request )( points );
            granted = true
        };
        decide@Applicant( granted )
    }
}
