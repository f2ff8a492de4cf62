// An airline: a seat is held until it is sold or released.
// verdict: Q0302 line 24

from .interfaces import AirlineInterface, Deal

service Airline {
    execution: concurrent

    cset {
        deal: Deal.deal
    }

    inputPort AirlineIn {
        location: "socket://localhost:8421"
        protocol: sodep
        interfaces: AirlineInterface
    }

    main {
        hold( city )( seat ) {
            csets.deal = new;
            seat.deal = csets.deal
        };
        [ sell( seat ) ]
        [ release( seat ) ]
    }
}
