// A visitor of the cinema: a seat is chosen and paid, and no answer is needed.
// The money comes first, and stands before the seat in the queue of the order.

from .interfaces import BoxOfficeInterface

service Visitor {
    outputPort BoxOffice {
        location: "socket://localhost:8100"
        protocol: sodep
        interfaces: BoxOfficeInterface
    }

    main {
        reserve@BoxOffice( "Metropolis" )( ticket );
        pay@BoxOffice( {
            order = ticket.order,
            amount = 9
        } );
        choose@BoxOffice( {
            order = ticket.order,
            row = 4,
            seat = 12
        } )
    }
}
