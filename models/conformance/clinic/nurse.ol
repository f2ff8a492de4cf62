// Prepares the room.
// verdict: correct

from .interfaces import NurseInterface

service Nurse {
    plays Visit.Nurse

    inputPort In {
        location: "socket://localhost:9143"
        protocol: sodep
        interfaces: NurseInterface
    }

    main {
        prepare( room )( clean ) { clean = true };
        [ clear( room ) ]
        [ stay( room ) ]
    }
}
