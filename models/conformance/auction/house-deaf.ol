// Takes one bid and no end.
// verdict: Q0311 line 11
// verdict: Q0514 line 30
// verdict: Q0514 line 31

from .interfaces import HouseInterface, BidderInterface, SellerInterface

service House {
    plays Auction.House

    inputPort In {
        location: "socket://localhost:9071"
        protocol: sodep
        interfaces: HouseInterface
    }

    outputPort Bidder {
        location: "socket://localhost:9070"
        protocol: sodep
        interfaces: BidderInterface
    }

    outputPort Seller {
        location: "socket://localhost:9072"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        bid( amount )( leading ) { leading = true };
        hammer@Bidder( amount );
        sold@Seller( amount )
    }
}
