// A shop: when an order is paid and packed, the carrier comes.
// verdict: correct

from .interfaces import BankInterface, CarrierInterface, ShopInterface, WarehouseInterface

service Shop {
    outputPort Bank {
        location: "socket://localhost:8321"
        protocol: sodep
        interfaces: BankInterface
    }

    outputPort Warehouse {
        location: "socket://localhost:8322"
        protocol: sodep
        interfaces: WarehouseInterface
    }

    outputPort Carrier {
        location: "socket://localhost:8323"
        protocol: sodep
        interfaces: CarrierInterface
    }

    inputPort ShopIn {
        location: "socket://localhost:8320"
        protocol: sodep
        interfaces: ShopInterface
    }

    main {
        buy( order );
        bill@Bank( order );
        pack@Warehouse( order.item );
        {
            paid( amount )
            |
            packed( item )
        };
        pickUp@Carrier( order.item )
    }
}
