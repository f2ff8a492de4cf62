// A guest knocks, confirms the key and enters.
// verdict: correct

from .interfaces import DoorInterface

service Guest {
    outputPort Door {
        location: "socket://localhost:8580"
        protocol: sodep
        interfaces: DoorInterface
    }

    main {
        knock@Door()( key );
        confirm@Door( key );
        enter@Door( key )( room )
    }
}
