// A buyer who does not think that a payment may fail.
// verdict: Q0311 line 10
// verdict: Q0514 line 25

from .interfaces import BuyerInterface, SellerInterface

service Buyer {
    plays Purchase.Buyer

    inputPort In {
        location: "socket://localhost:9000"
        protocol: sodep
        interfaces: BuyerInterface
    }

    outputPort Seller {
        location: "socket://localhost:9001"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        quote@Seller( "tea" )( price );
        buy@Seller( price );
        sold( receipt )
    }
}
