// A tour: a seat and a room are held, then bought; without money both are given back.
// verdict: correct

from .interfaces import BankInterface, RoomInterface, SeatInterface

service Agency {
    outputPort Airline {
        location: "socket://localhost:8280"
        protocol: sodep
        interfaces: SeatInterface
    }

    outputPort Hotel {
        location: "socket://localhost:8281"
        protocol: sodep
        interfaces: RoomInterface
    }

    outputPort Bank {
        location: "socket://localhost:8282"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        scope( tour ) {
            install( NoFunds => comp( holds ) );
            scope( holds ) {
                seat@Airline( "Odense" )( seat );
                install( this => dropSeat@Airline( seat ) );
                room@Hotel( "Odense" )( room );
                install( this => cH; dropRoom@Hotel( room ) )
            };
            pay@Bank( 250 )( receipt );
            buySeat@Airline( seat );
            buyRoom@Hotel( room )
        }
    }
}
