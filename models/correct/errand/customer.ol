// A customer: opens both parcels, signs and goes.
// verdict: correct

from console import Console
from .interfaces import CustomerInterface, WarehouseInterface

service Customer {
    embed Console as Console

    outputPort Warehouse {
        location: "socket://localhost:8190"
        protocol: sodep
        interfaces: WarehouseInterface
    }

    inputPort CustomerIn {
        location: "socket://localhost:8191"
        protocol: sodep
        interfaces: CustomerInterface
    }

    main {
        order@Warehouse( "a lamp" );
        parcel( content );
        println@Console( "here is " + content )();
        parcel( rest );
        sign@Warehouse( "Ada" )()
    }
}
