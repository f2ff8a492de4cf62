// A shop: it charges a card, and meanwhile answers the question that the bank has about it.
// It waits for the bank first, and the bank for its answer.
// verdict: Q0301 line 25

from .interfaces import BankInterface, ShopInterface

constants {
    TOTAL = 25
}

service Shop {
    outputPort Bank {
        location: "socket://localhost:8131"
        protocol: sodep
        interfaces: BankInterface
    }

    inputPort ShopIn {
        location: "socket://localhost:8130"
        protocol: sodep
        interfaces: ShopInterface
    }

    main {
        charge@Bank( { card = "4711", amount = TOTAL } )( receipt );
        confirm( amount )( amount == TOTAL )
    }
}
