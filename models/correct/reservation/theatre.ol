// A theatre that takes everything in one request: a guest who does not get the answer in time leaves nothing behind.
// options: --faults delay
// verdict: correct

from .interfaces import TheatreInterface

service Theatre {
    execution: concurrent

    inputPort Office {
        location: "socket://localhost:9083"
        protocol: sodep
        interfaces: TheatreInterface
    }

    main {
        reserve( seat )( ticket ) {
            ticket = "a seat for " + seat.guest
        }
    }
}
