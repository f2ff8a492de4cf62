// A buyer: pays, orders, and waits for the parcel.
// verdict: correct

from .interfaces import BankInterface, BuyerInterface, SellerInterface

service Buyer {
    outputPort Bank {
        location: "socket://localhost:8111"
        protocol: sodep
        interfaces: BankInterface
    }

    outputPort Seller {
        location: "socket://localhost:8110"
        protocol: sodep
        interfaces: SellerInterface
    }

    inputPort BuyerIn {
        location: "socket://localhost:8112"
        protocol: sodep
        interfaces: BuyerInterface
    }

    main {
        pay@Bank( {
            account = "Ada",
            amount = 40
        } );
        order@Seller( "a globe" );
        parcel( content )
    }
}
