// The door: who has come leaves.
// verdict: correct

from .interfaces import DoorInterface

service Door {
    inputPort DoorIn {
        location: "socket://localhost:8302"
        protocol: sodep
        interfaces: DoorInterface
    }

    main {
        enter( guest );
        leave( guest )
    }
}
