// The store: counts what is there, less what sales has reserved.
// verdict: correct

from .interfaces import SalesInterface, StoreInterface

service Store {
    execution: sequential

    outputPort Sales {
        location: "socket://localhost:8520/!/Sales"
        protocol: sodep
        interfaces: SalesInterface
    }

    inputPort StoreIn {
        location: "socket://localhost:8522"
        protocol: sodep
        interfaces: StoreInterface
    }

    main {
        check( request )( pieces ) {
            reserved@Sales( request.item )( reserved );
            pieces = 100 - reserved
        }
    }
}
