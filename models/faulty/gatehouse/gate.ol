// A gatehouse in front of an office: its courier writes down who arrives and who has left, but not of a visit that fails.
// The book is embedded, so that what is written into it is never lost.
// options: --faults io,drop,delay
// verdict: Q0305 line 44

from .interfaces import BookInterface, OfficeInterface, Visit

service Book {
    execution: concurrent

    cset {
        name: Visit.name
    }

    inputPort Pages {
        location: "local"
        interfaces: BookInterface
    }

    main {
        arrived( guest )
        left( guest )
    }
}

service Gate {
    outputPort Office {
        location: "socket://localhost:9081"
        protocol: sodep
        interfaces: OfficeInterface
    }

    embed Book as Book

    inputPort Road {
        location: "socket://localhost:9080"
        protocol: sodep
        aggregates: Office
    }

    courier Road {
        [ visit( guest )( answer ) ] {
            arrived@Book( guest )
            forward( guest )( answer )
            left@Book( guest )
        }
    }

    main {
        linkIn( closing )
    }
}
