// Who flies checks in, drops the bag and boards, in this order: the desk tells when the bag is there.
// verdict: correct

type Pass {
    seat: string
}

type Bag {
    seat: string
    kilos: int
}

interface AirportInterface {
    requestResponse:
        checkin( string )( Pass ),
        drop( Bag )( bool )
    oneWay:
        board( Pass )
}

service Airport {
    execution: concurrent

    cset {
        seat: Pass.seat Bag.seat
    }

    inputPort AirportIn {
        location: "socket://localhost:8729"
        protocol: sodep
        interfaces: AirportInterface
    }

    main {
        checkin( passenger )( pass ) {
            pass.seat = csets.seat = new
        };
        gone = false;
        while( !gone ) {
            [ drop( bag )( true ) ]
            [ board( pass ) ] { gone = true }
        }
    }
}
