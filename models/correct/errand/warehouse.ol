// A warehouse: two parcels, and then the signature.
// verdict: correct

from .interfaces import CustomerInterface, WarehouseInterface

service Warehouse {
    outputPort Customer {
        location: "socket://localhost:8191"
        protocol: sodep
        interfaces: CustomerInterface
    }

    inputPort WarehouseIn {
        location: "socket://localhost:8190"
        protocol: sodep
        interfaces: WarehouseInterface
    }

    main {
        order( item );
        parcel@Customer( item );
        parcel@Customer( "a bulb for " + item );
        sign( name )()
    }
}
