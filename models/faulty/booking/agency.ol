// A travel agency: a flight and a room, or neither. When there is no room, the seat is given back.
// Two words are misspelt: a fault, which now reaches the customer, and the scope that should be undone.
// verdict: Q0315 line 34
// verdict: Q0317 line 37
// verdict: Q0314 line 41

from .interfaces import AgencyInterface, AirlineInterface, HotelInterface

service Agency {
    execution: concurrent

    outputPort Airline {
        location: "socket://localhost:8031"
        protocol: sodep
        interfaces: AirlineInterface
    }

    outputPort Hotel {
        location: "socket://localhost:8032"
        protocol: sodep
        interfaces: HotelInterface
    }

    inputPort AgencyIn {
        location: "socket://localhost:8030"
        protocol: sodep
        interfaces: AgencyInterface
    }

    main {
        book( trip )( booking ) {
            scope( travel ) {
                install(
                    NoSeats =>
                        throw( NotBooked, "no seat to " + trip.city ),
                    NoRoom =>
                        comp( fligth );
                        throw( NotBooked, "no room in " + trip.city )
                );
                scope( flight ) {
                    reserve@Airline( trip.city )( booking.seat );
                    // What undoes this scope once it has ended.
                    install( this => release@Airline( ^booking.seat )() )
                };
                rent@Hotel( trip )( booking.room )
            }
        }
    }
}
