// A bank that pays small amounts alone.

from .interfaces import BankInterface

service Bank {
    execution: concurrent

    inputPort BankIn {
        location: "socket://localhost:8282"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        pay( amount )( receipt ) {
            if( amount > 100 ) {
                throw( NoFunds )
            };
            receipt = 1
        }
    }
}
