// A bank: before it answers, it asks the shop whether the amount is right.
// verdict: correct

from .interfaces import BankInterface, ShopInterface

service Bank {
    execution: concurrent

    outputPort Shop {
        location: "socket://localhost:8130"
        protocol: sodep
        interfaces: ShopInterface
    }

    inputPort BankIn {
        location: "socket://localhost:8131"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        charge( order )( receipt ) {
            confirm@Shop( order.amount )( agreed );
            receipt = 1001
        }
    }
}
