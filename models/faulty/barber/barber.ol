// A barber: looks for a customer, and sleeps when there is none.
// He looks first and falls asleep later: who enters in between does not wake him.
// verdict: Q0302 line 30

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
            sleep@Room()();
            wake()
        };
        done@Customer( "short" )
    }
}
