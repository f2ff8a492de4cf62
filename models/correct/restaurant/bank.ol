// A bank that knows what a meal may cost.
// verdict: correct

from .interfaces import BankInterface

service Bank {
    execution: concurrent

    inputPort BankIn {
        location: "socket://localhost:8262"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        charge( amount )() {
            if( amount > 50 ) {
                throw( Declined, amount )
            }
        }
    }
}
