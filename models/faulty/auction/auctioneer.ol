// An auction: bids and questions are answered until the lot is sold. Each lot is a session of its own.
// The correlation set forgets bids: none finds the session of its lot.
// verdict: Q0413 line 30

from .interfaces import AuctionInterface, Hammer, Ticket

service Auctioneer {
    execution: concurrent

    cset {
        lot: Ticket.lot Hammer.lot
    }

    inputPort AuctionIn {
        location: "socket://localhost:8070"
        protocol: sodep
        interfaces: AuctionInterface
    }

    main {
        open( lot )( ticket ) {
            csets.lot = new;
            ticket.lot = csets.lot
        };
        best << {
            name = "nobody",
            amount = lot.reserve
        };
        provide
            [ bid( offer )( best ) {
                if( offer.amount > best.amount ) {
                    best << {
                        name = offer.name,
                        amount = offer.amount
                    }
                }
            } ]
            [ ask( question )( best ) ]
        until
            [ sell( hammer )( best ) ]
    }
}
