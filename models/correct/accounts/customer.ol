// A customer with two windows open.
// verdict: correct

from .interfaces import AccountsInterface

service Customer {
    outputPort Accounts {
        location: "socket://localhost:8160"
        protocol: sodep
        interfaces: AccountsInterface
    }

    main {
        save@Accounts( 30 )( savings )
        |
        spend@Accounts( 10 )( current )
    }
}
