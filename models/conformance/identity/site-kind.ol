// A site that lets in whom the provider does not know.
// verdict: Q0514 line 22

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
            scope( asking ) {
                install( Unknown => page = "hello stranger" );
                verify@Provider( name )( token );
                page = "hello " + name
            }
        };
        leave( name )
    }
}
