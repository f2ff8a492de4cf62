// An airline with a hundred seats to each city.

from .interfaces import AirlineInterface

constants {
    SEATS = 100
}

service Airline {
    execution: concurrent

    inputPort AirlineIn {
        location: "socket://localhost:8031"
        protocol: sodep
        interfaces: AirlineInterface
    }

    main {
        [ reserve( city )( seat ) {
            synchronized( seats ) {
                if( global.taken.( city ) >= SEATS ) {
                    throw( NoSeat, city )
                };
                seat = ++global.taken.( city );
                global.city[seat] = city
            }
        } ]

        [ release( seat )() {
            synchronized( seats ) {
                city = global.city[seat];
                global.taken.( city )--
            }
        } ]
    }
}
