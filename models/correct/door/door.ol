// A session for each guest: the key is confirmed, then it opens.
// verdict: correct

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
        confirm( key );
        enter( key )( room ) {
            room = 12
        }
    }
}
