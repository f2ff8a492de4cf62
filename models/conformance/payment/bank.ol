// Debits or takes note.
// verdict: correct

from .interfaces import BankInterface

service Bank {
    plays Payment.Bank
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9153"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        [ debit( amount )( id ) { id = new } ]
        [ report( amount ) ]
    }
}
