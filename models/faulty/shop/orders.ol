// The orders: a bill for each, after a look at the catalogue.

from .interfaces import CatalogueInterface, OrdersInterface

service Orders {
    execution: concurrent

    outputPort Catalogue {
        location: "socket://localhost:8061"
        protocol: sodep
        interfaces: CatalogueInterface
    }

    inputPort OrdersIn {
        location: "socket://localhost:8062"
        protocol: sodep
        interfaces: OrdersInterface
    }

    main {
        // A fault of the catalogue goes on to our own caller: we declare it too.
        order( order )( bill ) {
            price@Catalogue( order.item )( amount );
            bill.total = amount * order.pieces;
            synchronized( bills ) {
                bill.number = ++global.bills
            }
        }
    }
}
