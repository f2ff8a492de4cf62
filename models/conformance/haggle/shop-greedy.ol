// A shop that counters and does not listen.
// verdict: Q0311 line 10
// verdict: Q0514 line 25

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
        counter@Customer( price + 1 );
        counter@Customer( price + 2 )
    }
}
