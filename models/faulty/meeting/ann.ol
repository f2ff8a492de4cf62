// Ann says hello in a room that she is not in.
// verdict: Q0304 line 17

from .interfaces import RoomInterface

service Ann {
    outputPort Rooms {
        location: "socket://localhost:8590"
        protocol: sodep
        interfaces: RoomInterface
    }

    main {
        seat.user = "ann";
        seat.room = "red";
        enter@Rooms( seat )();
        say@Rooms( {
            who = seat.user
            where = "blue"
            text = "hello"
        } );
        leave@Rooms( seat )( said )
    }
}
