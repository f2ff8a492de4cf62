// Charles hears the price from the seller and the share from Ada, in any order, and decides.
// With a queue for each sender this order would do. There is one queue, and Ada may be quicker than the seller.
// verdict: Q0304 line 21

from .interfaces import BuyerInterface, SellerInterface

service Charles {
    outputPort Seller {
        location: "socket://localhost:8410"
        protocol: sodep
        interfaces: SellerInterface
    }

    inputPort CharlesIn {
        location: "socket://localhost:8412"
        protocol: sodep
        interfaces: BuyerInterface
    }

    main {
        quote( price );
        share( half );
        if( price - half <= 50 ) {
            accept@Seller( "Dorset Street 1" );
            date( day )
        } else {
            quit@Seller()
        }
    }
}
