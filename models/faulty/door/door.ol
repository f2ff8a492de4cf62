// A session for each guest: the door asks for the confirmation while it opens, when it has come long since.
// verdict: Q0304 line 24

from .interfaces import DoorInterface, Key

service Door {
    execution: concurrent

    cset {
        key: Key.key
    }

    inputPort DoorIn {
        location: "socket://localhost:8580"
        protocol: sodep
        interfaces: DoorInterface
    }

    main {
        knock()( answer ) {
            csets.key = new;
            answer.key = csets.key
        };
        enter( key )( room ) {
            confirm( key );
            room = 12
        }
    }
}
