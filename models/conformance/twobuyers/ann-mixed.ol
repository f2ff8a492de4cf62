// Tells Bob that it was bought when it was not.
// verdict: Q0514 line 29

from .interfaces import BobInterface, SellerInterface

service Ann {
    plays Share.Ann

    outputPort Bob {
        location: "socket://localhost:9051"
        protocol: sodep
        interfaces: BobInterface
    }

    outputPort Seller {
        location: "socket://localhost:9052"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        title@Seller( "Faust" )( price );
        share@Bob( price )( part );
        if( part * 2 > price ) {
            order@Seller( "here" )
        } else {
            quit@Seller( "too much" )
        };
        bought@Bob( price )
    }
}
