// A broker: it has a request rated, and tells the applicant.
// A declared fault is not handled: the session dies of it, and the applicant waits.
// verdict: Q0305 line 30

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
        rate@Bureau( request )( points );
        granted = true;
        decide@Applicant( granted )
    }
}
