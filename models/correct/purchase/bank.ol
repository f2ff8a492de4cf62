// A bank: it takes the money and says so to the seller.
// verdict: correct

from .interfaces import BankInterface, SellerInterface

service Bank {
    execution: concurrent

    outputPort Seller {
        location: "socket://localhost:8110"
        protocol: sodep
        interfaces: SellerInterface
    }

    inputPort BankIn {
        location: "socket://localhost:8111"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        pay( payment );
        paid@Seller( payment.amount )
    }
}
