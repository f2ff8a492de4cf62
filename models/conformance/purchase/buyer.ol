// Buys what is cheap.
// verdict: correct

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
        } else {
            leave@Seller( "too much" )
        }
    }
}
