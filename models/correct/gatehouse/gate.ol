// A gatehouse in front of an office: its courier writes down who arrives and who has left, whatever becomes of the visit.
// The book is embedded, so that what is written into it is never lost.
// options: --faults io,crash,drop,delay
// verdict: correct

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
            scope( inside ) {
                install( default => answer = "nobody is in" )
                forward( guest )( answer )
            }
            left@Book( guest )
        }
    }

    main {
        linkIn( closing )
    }
}
