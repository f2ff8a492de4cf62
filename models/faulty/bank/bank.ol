// A bank: transfers between accounts, with every fault declared to the caller.
// Accounts can be frozen now, and the interface was forgotten.
// verdict: Q0314 line 26

from .interfaces import BankInterface

constants {
    GIFT = 100
}

service Bank {
    execution: concurrent

    inputPort BankIn {
        location: "socket://localhost:8010"
        protocol: sodep
        interfaces: BankInterface
    }

    // Looks at the account `name`; the caller hears of one that is not there.
    define checkAccount {
        if( !is_defined( global.accounts.( name ) ) ) {
            throw( UnknownAccount, name )
        };
        if( global.frozen.( name ) ) {
            throw( Frozen, name )
        }
    }

    main {
        // A new customer starts with a gift; an old one keeps the balance.
        [ open( name )( balance ) {
            synchronized( accounts ) {
                if( !is_defined( global.accounts.( name ) ) ) {
                    global.accounts.( name ) = GIFT
                };
                balance = global.accounts.( name )
            }
        } ]

        [ transfer( order )( balance ) {
            synchronized( accounts ) {
                name = order.creditor;
                checkAccount;
                name = order.debtor;
                checkAccount;
                balance = global.accounts.( name );
                if( balance < order.amount ) {
                    throw( NoFunds, {
                        balance = balance,
                        missing = order.amount - balance
                    } )
                };
                balance = balance - order.amount;
                global.accounts.( name ) = balance;
                global.accounts.( order.creditor ) += order.amount
            }
        } ]
    }
}
