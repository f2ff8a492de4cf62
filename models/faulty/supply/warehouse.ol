// A warehouse: packs an item, and hands it over to whoever fetches it.
// It calls a parcel packed when it has been fetched, and it is fetched when it is packed.

from .interfaces import ShopInterface, WarehouseInterface

service Warehouse {
    outputPort Shop {
        location: "socket://localhost:8320"
        protocol: sodep
        interfaces: ShopInterface
    }

    inputPort WarehouseIn {
        location: "socket://localhost:8322"
        protocol: sodep
        interfaces: WarehouseInterface
    }

    main {
        pack( item );
        fetch( item )( "a parcel with " + item );
        packed@Shop( item )
    }
}
