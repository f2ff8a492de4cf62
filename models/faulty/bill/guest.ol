// A guest: asks for a share of the bill when the others have gone, and leaves.
// Nobody handles the fault: the guest never gets to the door.
// verdict: Q0305 line 22

from .interfaces import CashierInterface, DoorInterface

service Guest {
    outputPort Cashier {
        location: "socket://localhost:8301"
        protocol: sodep
        interfaces: CashierInterface
    }

    outputPort Door {
        location: "socket://localhost:8302"
        protocol: sodep
        interfaces: DoorInterface
    }

    main {
        enter@Door( 1 );
        share@Cashier( { sum = 90, heads = 0 } )( each );
        leave@Door( 1 )
    }
}
