// Waits for the end.
// verdict: correct

from .interfaces import SellerInterface

service Seller {
    plays Auction.Seller

    inputPort In {
        location: "socket://localhost:9072"
        protocol: sodep
        interfaces: SellerInterface
    }

    main { sold( amount ) }
}
