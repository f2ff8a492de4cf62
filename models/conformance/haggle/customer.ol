// Goes up to ten.
// verdict: correct

from .interfaces import CustomerInterface, ShopInterface

service Customer {
    plays Haggle.Customer

    inputPort In {
        location: "socket://localhost:9080"
        protocol: sodep
        interfaces: CustomerInterface
    }

    outputPort Shop {
        location: "socket://localhost:9081"
        protocol: sodep
        interfaces: ShopInterface
    }

    define haggling {
        [ accept( price ) ]
        [ counter( price ) ] {
            if( price > 10 ) {
                leave@Shop( "too much" )
            } else {
                offer@Shop( price - 1 );
                haggling
            }
        }
    }

    main {
        offer@Shop( 3 );
        haggling
    }
}
