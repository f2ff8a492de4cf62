// Charles hears the price from the seller and the share from Ada, in any order, and decides.
// verdict: correct

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
        {
            quote( price )
            |
            share( half )
        };
        if( price - half <= 50 ) {
            accept@Seller( "Dorset Street 1" );
            date( day )
        } else {
            quit@Seller()
        }
    }
}
