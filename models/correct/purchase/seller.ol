// A seller: it ships when both the order and the money are there, whichever comes first.
// verdict: correct

from .interfaces import BuyerInterface, SellerInterface

service Seller {
    outputPort Buyer {
        location: "socket://localhost:8112"
        protocol: sodep
        interfaces: BuyerInterface
    }

    inputPort SellerIn {
        location: "socket://localhost:8110"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        {
            order( item )
            |
            paid( amount )
        };
        parcel@Buyer( item )
    }
}
