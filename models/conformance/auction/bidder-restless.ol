// Bids once more after the end.
// verdict: Q0514 line 23

from .interfaces import BidderInterface, HouseInterface

service Bidder {
    plays Auction.Bidder

    inputPort In {
        location: "socket://localhost:9070"
        protocol: sodep
        interfaces: BidderInterface
    }

    outputPort House {
        location: "socket://localhost:9071"
        protocol: sodep
        interfaces: HouseInterface
    }

    main {
        stop@House( "enough" );
        bid@House( 7 )( leading );
        hammer( amount )
    }
}
