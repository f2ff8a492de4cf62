// A customer who never hears of a counter offer.
// verdict: Q0311 line 10
// verdict: Q0514 line 24

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

    main {
        offer@Shop( 3 );
        accept( price )
    }
}
