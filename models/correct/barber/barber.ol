// A barber: looks for a customer, and sleeps when there is none.
// verdict: correct

from .interfaces import BarberInterface, CustomerInterface, RoomInterface

service Barber {
    outputPort Room {
        location: "socket://localhost:8460"
        protocol: sodep
        interfaces: RoomInterface
    }

    outputPort Customer {
        location: "socket://localhost:8462"
        protocol: sodep
        interfaces: CustomerInterface
    }

    inputPort BarberIn {
        location: "socket://localhost:8461"
        protocol: sodep
        interfaces: BarberInterface
    }

    main {
        next@Room()( found );
        if( !found ) {
            wake()
        };
        done@Customer( "short" )
    }
}
