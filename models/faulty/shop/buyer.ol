// A buyer: knows the door alone, and asks the departments through it.

from console import Console
from .interfaces import CatalogueInterface, DoorInterface, OrdersInterface

service Buyer {
    embed Console as Console

    outputPort Door {
        location: "socket://localhost:8060"
        protocol: sodep
        interfaces: DoorInterface
    }

    outputPort Catalogue {
        location: "socket://localhost:8060/!/Catalogue"
        protocol: sodep
        interfaces: CatalogueInterface
    }

    outputPort Orders {
        location: "socket://localhost:8060/!/Orders"
        protocol: sodep
        interfaces: OrdersInterface
    }

    main {
        greet@Door( "Ada" )( greeting );
        println@Console( greeting )();
        scope( buying ) {
            install( NotSold => println@Console( "no " + buying.NotSold )() );
            price@Catalogue( "tea" )( amount );
            println@Console( "tea is " + amount )();
            order@Orders( {
                item = "tea",
                pieces = 2
            } )( bill );
            println@Console( "bill " + bill.number + ": " + bill.total )()
        }
    }
}
