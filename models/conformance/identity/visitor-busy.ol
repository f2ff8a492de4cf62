// A visitor who leaves before the page is there.
// verdict: Q0514 line 17

from .interfaces import SiteInterface

service Visitor {
    plays Login.Visitor

    outputPort Site {
        location: "socket://localhost:9041"
        protocol: sodep
        interfaces: SiteInterface
    }

    main {
        install( Unknown => refused = true );
        { enter@Site( "Ada" )( page ) | leave@Site( "Ada" ) }
    }
}
