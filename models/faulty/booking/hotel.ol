// A hotel in Rome with three rooms.

from .interfaces import HotelInterface

service Hotel {
    execution: sequential

    inputPort HotelIn {
        location: "socket://localhost:8032"
        protocol: sodep
        interfaces: HotelInterface
    }

    main {
        rent( trip )( room ) {
            if( trip.city != "Rome" || global.taken >= 3 ) {
                throw( NoRoom, trip.city )
            };
            room = ++global.taken
        }
    }
}
