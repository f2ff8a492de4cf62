// Takes bids in a loop.
// verdict: correct

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

    init { best = 0 }

    define bids {
        [ bid( amount )( leading ) { leading = true; best = amount } ] { bids }
        [ stop( why ) ] {
            hammer@Bidder( best );
            sold@Seller( best )
        }
    }

    main { bids }
}
