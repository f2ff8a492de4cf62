// A bank: bills are paid at once.

from .interfaces import BankInterface, ShopInterface

service Bank {
    execution: concurrent

    outputPort Shop {
        location: "socket://localhost:8320"
        protocol: sodep
        interfaces: ShopInterface
    }

    inputPort BankIn {
        location: "socket://localhost:8321"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        bill( order );
        paid@Shop( order.price )
    }
}
