// A warehouse: two parcels, and then the signature.
// The customer knows of one parcel: the other stays in the queue of a customer who has gone.
// verdict: Q0303 line 23

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
