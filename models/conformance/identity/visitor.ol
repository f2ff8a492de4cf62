// Enters and leaves.
// verdict: correct

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
        enter@Site( "Ada" )( page );
        leave@Site( "Ada" )
    }
}
