// A guest: asks for a share of the bill when the others have gone, and leaves.
// verdict: correct

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
        scope( bill ) {
            install( NobodyThere => each = 0 );
            share@Cashier( { sum = 90, heads = 0 } )( each )
        };
        leave@Door( 1 )
    }
}
