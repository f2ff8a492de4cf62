// Tells the seller first.
// verdict: Q0514 line 32

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
        provide
            [ bid( amount )( leading ) { leading = true } ]
        until
            [ stop( why ) ] {
                sold@Seller( 3 );
                hammer@Bidder( 3 )
            }
    }
}
