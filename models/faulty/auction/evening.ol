// One evening: a seller opens a lot, two bids are made, and the lot is sold.

from console import Console
from .interfaces import AuctionInterface

service Evening {
    embed Console as Console

    outputPort Auction {
        location: "socket://localhost:8070"
        protocol: sodep
        interfaces: AuctionInterface
    }

    main {
        open@Auction( {
            title = "a music box",
            reserve = 50
        } )( ticket );
        bid@Auction( {
            lot = ticket.lot,
            name = "Ada",
            amount = 60
        } )( standing );
        bid@Auction( {
            lot = ticket.lot,
            name = "Charles",
            amount = 75
        } )( standing );
        ask@Auction( { lot = ticket.lot } )( standing );
        println@Console( standing.name + " leads" )();
        sell@Auction( { lot = ticket.lot } )( result );
        println@Console( "sold to " + result.name + " for " + result.amount )()
    }
}
