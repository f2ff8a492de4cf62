// A customer, who knows the front desk alone.

from console import Console
from .interfaces import DeskInterface, SalesInterface

service Customer {
    embed Console as Console

    outputPort Desk {
        location: "socket://localhost:8520"
        protocol: sodep
        interfaces: DeskInterface
    }

    outputPort Sales {
        location: "socket://localhost:8520/!/Sales"
        protocol: sodep
        interfaces: SalesInterface
    }

    main {
        hours@Desk()( hours );
        sell@Sales( {
            item = "cups",
            pieces = 6
        } )( price );
        println@Console( "that is " + price )()
    }
}
