// A seller who does not tell the bank that the buyer has left.
// verdict: Q0514 line 39

from .interfaces import SellerInterface, BuyerInterface, BankInterface

service Seller {
    plays Purchase.Seller

    inputPort In {
        location: "socket://localhost:9001"
        protocol: sodep
        interfaces: SellerInterface
    }

    outputPort Buyer {
        location: "socket://localhost:9000"
        protocol: sodep
        interfaces: BuyerInterface
    }

    outputPort Bank {
        location: "socket://localhost:9002"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        quote( item )( price ) {
            rate@Bank( item )( rate );
            price = rate + 1
        };
        [ buy( amount ) ] {
            scope( payment ) {
                install( Refused => failed@Buyer( payment.Refused ) );
                charge@Bank( amount )( receipt );
                sold@Buyer( receipt )
            }
        }
        [ leave( why ) ] { left = true }
    }
}
