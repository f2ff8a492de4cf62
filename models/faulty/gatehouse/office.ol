// An office that is visited through a gatehouse.

from .interfaces import OfficeInterface

service Office {
    execution: concurrent

    inputPort Door {
        location: "socket://localhost:9081"
        protocol: sodep
        interfaces: OfficeInterface
    }

    main {
        visit( guest )( answer ) {
            answer = "welcome, " + guest.name
        }
    }
}
