// A box office: a session for each order, first the seat, then the money.
// verdict: Q0304 line 27

from console import Console
from .interfaces import BoxOfficeInterface, Place, Payment

service BoxOffice {
    execution: concurrent

    cset {
        order: Place.order Payment.order
    }

    embed Console as Console

    inputPort BoxOfficeIn {
        location: "socket://localhost:8100"
        protocol: sodep
        interfaces: BoxOfficeInterface
    }

    main {
        reserve( film )( ticket ) {
            csets.order = new;
            ticket.order = csets.order
        };
        choose( place );
        pay( payment );
        println@Console( film + ": row " + place.row + ", paid " + payment.amount )()
    }
}
