// A front desk: one address for both departments, by redirection.

from .interfaces import DeskInterface

service Desk {
    execution: concurrent

    outputPort Sales {
        location: "socket://localhost:8521"
        protocol: sodep
    }

    outputPort Store {
        location: "socket://localhost:8522"
        protocol: sodep
    }

    inputPort DeskIn {
        location: "socket://localhost:8520"
        protocol: sodep
        interfaces: DeskInterface
        redirects:
            Sales => Sales,
            Store => Store
    }

    main {
        hours()( "nine to five" )
    }
}
