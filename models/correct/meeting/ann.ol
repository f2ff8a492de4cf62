// Ann comes, says hello and goes.
// verdict: correct

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
            where = seat.room
            text = "hello"
        } );
        leave@Rooms( seat )( said )
    }
}
