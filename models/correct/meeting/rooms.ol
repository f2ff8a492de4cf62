// A session for each user in each room, which counts what the user says.
// verdict: correct

from .interfaces import RoomInterface, Seat, Words

service Rooms {
    execution: concurrent

    cset {
        user: Seat.user Words.who,
        room: Seat.room Words.where
    }

    inputPort RoomsIn {
        location: "socket://localhost:8590"
        protocol: sodep
        interfaces: RoomInterface
    }

    main {
        enter( seat )() {
            said = 0
        };
        provide
            [ say( words ) ] {
                said = said + 1
            }
        until
            [ leave( seat )( said ) ]
    }
}
