// Two accounts, a lock for each: both are held while money moves.
// verdict: correct

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

        // The locks in the same order, whichever way the money goes.
        [ spend( amount )( balance ) {
            synchronized( current ) {
                synchronized( savings ) {
                    global.savings -= amount;
                    global.current += amount;
                    balance = global.current
                }
            }
        } ]
    }
}
