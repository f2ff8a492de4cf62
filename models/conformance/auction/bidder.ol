// Bids three times.
// verdict: correct

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
        for( i = 0, i < 3, i++ ) {
            bid@House( i )( leading )
        };
        stop@House( "enough" );
        hammer( amount )
    }
}
