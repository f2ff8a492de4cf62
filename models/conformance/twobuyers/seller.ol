// Sells books.
// verdict: correct

from .interfaces import SellerInterface

service Seller {
    plays Share.Seller

    inputPort In {
        location: "socket://localhost:9052"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        title( name )( price ) { price = 12 };
        [ order( address ) ]
        [ quit( why ) ]
    }
}
