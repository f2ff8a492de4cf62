// A customer: orders, and opens the door.
// verdict: correct

from console import Console
from .interfaces import CustomerInterface, ShopInterface

service Customer {
    embed Console as Console

    outputPort Shop {
        location: "socket://localhost:8320"
        protocol: sodep
        interfaces: ShopInterface
    }

    inputPort CustomerIn {
        location: "socket://localhost:8324"
        protocol: sodep
        interfaces: CustomerInterface
    }

    main {
        buy@Shop( {
            item = "a kettle",
            price = 20
        } );
        ring( parcel );
        println@Console( parcel )()
    }
}
