// A theatre that holds a seat until it is paid for: a guest who does not get the answer in time never pays.
// options: --faults delay

from .interfaces import Seat, TheatreInterface

service Theatre {
    execution: concurrent

    cset {
        guest: Seat.guest
    }

    inputPort Office {
        location: "socket://localhost:9083"
        protocol: sodep
        interfaces: TheatreInterface
    }

    main {
        reserve( seat )( ticket ) {
            ticket = "a seat for " + seat.guest
        }
        pay( seat )
    }
}
