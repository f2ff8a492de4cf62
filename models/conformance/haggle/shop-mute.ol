// A shop that says nothing when the price is too low.
// verdict: Q0514 line 24

from .interfaces import ShopInterface, CustomerInterface

service Shop {
    plays Haggle.Shop

    inputPort In {
        location: "socket://localhost:9081"
        protocol: sodep
        interfaces: ShopInterface
    }

    outputPort Customer {
        location: "socket://localhost:9080"
        protocol: sodep
        interfaces: CustomerInterface
    }

    main {
        offer( price );
        while( price < 7 ) {
            [ offer( price ) ]
            [ leave( why ) ]
        };
        accept@Customer( price )
    }
}
