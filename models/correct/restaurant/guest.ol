// A guest who orders and waits for the plate, or for bad news.
// verdict: correct

from console import Console
from .interfaces import GuestInterface, RestaurantInterface

service Guest {
    embed Console as Console

    outputPort Restaurant {
        location: "socket://localhost:8260"
        protocol: sodep
        interfaces: RestaurantInterface
    }

    inputPort GuestIn {
        location: "socket://localhost:8263"
        protocol: sodep
        interfaces: GuestInterface
    }

    main {
        order@Restaurant( "lobster" );
        [ serve( plate ) ] {
            println@Console( plate )()
        }
        [ refuse( price ) ] {
            println@Console( price + " is too much" )()
        }
    }
}
