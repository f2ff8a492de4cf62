// A seller: it ships when both the order and the money are there, whichever comes first.
// The bank may be quicker than the buyer: then the money stands before the order in the one queue of the seller.
// verdict: Q0304 line 21

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
        order( item );
        paid( amount );
        parcel@Buyer( item )
    }
}
