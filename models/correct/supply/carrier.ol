// A carrier: fetches a parcel and rings at the door.
// verdict: correct

from .interfaces import CarrierInterface, CustomerInterface, WarehouseInterface

service Carrier {
    execution: concurrent

    outputPort Warehouse {
        location: "socket://localhost:8322"
        protocol: sodep
        interfaces: WarehouseInterface
    }

    outputPort Customer {
        location: "socket://localhost:8324"
        protocol: sodep
        interfaces: CustomerInterface
    }

    inputPort CarrierIn {
        location: "socket://localhost:8323"
        protocol: sodep
        interfaces: CarrierInterface
    }

    main {
        pickUp( item );
        fetch@Warehouse( item )( parcel );
        ring@Customer( parcel )
    }
}
