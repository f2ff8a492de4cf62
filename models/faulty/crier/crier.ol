// The crier opens a lot, bids, and talks.
// verdict: Q0303 line 22

from .interfaces import AuctionInterface

service Crier {
    outputPort Auction {
        location: "socket://localhost:8600"
        protocol: sodep
        interfaces: AuctionInterface
    }

    main {
        open@Auction( {
            item = "vase"
            room = "red"
        } )();
        bid@Auction( {
            item = "vase"
            amount = 1
        } )( taken );
        note@Auction( {
            room = "red"
            text = "a fine vase"
        } );
        while( true ) {
            bid@Auction( {
                item = "vase"
                amount = 3
            } )( taken )
        }
    }
}
