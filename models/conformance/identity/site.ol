// Lets the fault of the provider through.
// verdict: correct

from .interfaces import SiteInterface, ProviderInterface

service Site {
    plays Login.Site

    inputPort In {
        location: "socket://localhost:9041"
        protocol: sodep
        interfaces: SiteInterface
    }

    outputPort Provider {
        location: "socket://localhost:9042"
        protocol: sodep
        interfaces: ProviderInterface
    }

    main {
        enter( name )( page ) {
            verify@Provider( name )( token );
            page = "hello " + name
        };
        leave( name )
    }
}
