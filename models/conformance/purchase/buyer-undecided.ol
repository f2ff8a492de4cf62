// A buyer who leaves without a word when the price is too high.
// verdict: Q0514 line 27

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
        if( price < 5 ) {
            buy@Seller( price );
            [ sold( receipt ) ]
            [ failed( why ) ]
        }
    }
}
