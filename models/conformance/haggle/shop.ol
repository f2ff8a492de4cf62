// Accepts what is enough.
// verdict: correct

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

    define haggling {
        if( price > 7 ) {
            accept@Customer( price )
        } else {
            counter@Customer( price + 2 );
            [ offer( price ) ] { haggling }
            [ leave( why ) ]
        }
    }

    main {
        offer( price );
        haggling
    }
}
