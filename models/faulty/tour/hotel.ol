// A hotel: a room is held until it is bought or given back.

from .interfaces import Hold, RoomInterface

service Hotel {
    execution: concurrent

    cset {
        hold: Hold.hold
    }

    inputPort HotelIn {
        location: "socket://localhost:8281"
        protocol: sodep
        interfaces: RoomInterface
    }

    main {
        room( city )( hold ) {
            csets.hold = new;
            hold.hold = csets.hold
        };
        [ buyRoom( hold ) ]
        [ dropRoom( hold ) ]
    }
}
