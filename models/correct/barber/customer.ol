// A customer: enters, and waits until his hair is cut.
// verdict: correct

from .interfaces import CustomerInterface, RoomInterface

service Customer {
    outputPort Room {
        location: "socket://localhost:8460"
        protocol: sodep
        interfaces: RoomInterface
    }

    inputPort CustomerIn {
        location: "socket://localhost:8462"
        protocol: sodep
        interfaces: CustomerInterface
    }

    main {
        enter@Room()();
        done( hair )
    }
}
