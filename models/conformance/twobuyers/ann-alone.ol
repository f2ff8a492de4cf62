// Orders without Bob.
// verdict: Q0514 line 23

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
        order@Seller( "here" );
        bought@Bob( price )
    }
}
