// A tennis court: teams of two enter in their order.

from .interfaces import CourtInterface

service Court {
    execution: sequential

    inputPort CourtIn {
        location: "socket://localhost:8313"
        protocol: sodep
        interfaces: CourtInterface
    }

    init {
        global.teams = 0
    }

    main {
        enter( team )( place ) {
            place = global.teams++
        }
    }
}
