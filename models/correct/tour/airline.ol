// An airline: a seat is held until it is bought or given back.
// verdict: correct

from .interfaces import Hold, SeatInterface

service Airline {
    execution: concurrent

    cset {
        hold: Hold.hold
    }

    inputPort AirlineIn {
        location: "socket://localhost:8280"
        protocol: sodep
        interfaces: SeatInterface
    }

    main {
        seat( city )( hold ) {
            csets.hold = new;
            hold.hold = csets.hold
        };
        [ buySeat( hold ) ]
        [ dropSeat( hold ) ]
    }
}
