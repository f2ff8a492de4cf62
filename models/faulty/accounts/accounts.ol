// Two accounts, a lock for each: both are held while money moves.
// Who saves takes the locks in one order, who spends in the other.
// verdict: Q0301 line 24

from .interfaces import AccountsInterface

service Accounts {
    execution: concurrent

    inputPort AccountsIn {
        location: "socket://localhost:8160"
        protocol: sodep
        interfaces: AccountsInterface
    }

    init {
        global.current = 100;
        global.savings = 100
    }

    main {
        [ save( amount )( balance ) {
            synchronized( current ) {
                synchronized( savings ) {
                    global.current -= amount;
                    global.savings += amount;
                    balance = global.savings
                }
            }
        } ]

        [ spend( amount )( balance ) {
            synchronized( savings ) {
                synchronized( current ) { // held by who waits for savings
                    global.savings -= amount;
                    global.current += amount;
                    balance = global.current
                }
            }
        } ]
    }
}
