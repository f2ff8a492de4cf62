// A hotel: a reservation is confirmed or cancelled, once.

from .interfaces import HotelInterface, Room

service Hotel {
    execution: concurrent

    cset {
        room: Room.room
    }

    inputPort HotelIn {
        location: "socket://localhost:8250"
        protocol: sodep
        interfaces: HotelInterface
    }

    main {
        reserve( city )( room ) {
            csets.room = new;
            room.room = csets.room
        };
        [ confirm( room )( 12 ) ]
        [ cancel( room )() ]
    }
}
