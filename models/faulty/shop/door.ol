// The door of the shop: one address for all departments. It redirects by name and answers only greetings itself.
// The port for orders was renamed, and the redirection was not.
// verdict: Q0318 line 26

from .interfaces import DoorInterface

service Door {
    execution: concurrent

    outputPort Catalogue {
        location: "socket://localhost:8061"
        protocol: sodep
    }

    outputPort OrderDesk {
        location: "socket://localhost:8062"
        protocol: sodep
    }

    inputPort DoorIn {
        location: "socket://localhost:8060"
        protocol: sodep
        interfaces: DoorInterface
        redirects:
            Catalogue => Catalogue,
            Orders => Orders
    }

    main {
        greet( name )( "welcome, " + name )
    }
}
