// Orders when the part is enough.
// verdict: correct

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
            order@Seller( "here" );
            bought@Bob( price )
        } else {
            quit@Seller( "too much" );
            dropped@Bob( "too much" )
        }
    }
}
