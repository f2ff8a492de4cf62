// Charges up to a hundred.
// verdict: correct

from .interfaces import BankInterface

service Bank {
    plays Purchase.Bank

    inputPort In {
        location: "socket://localhost:9002"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        rate( item )( rate ) { rate = 3 };
        [ charge( amount )( receipt ) {
            if( amount > 100 ) { throw( Refused, "too much" ) }
            receipt = "paid"
        } ]
        [ forget( item ) ]
    }
}
