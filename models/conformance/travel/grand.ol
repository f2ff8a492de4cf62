// A hotel.
// verdict: correct

from .interfaces import GrandInterface

service Grand {
    plays Travel.Grand

    inputPort In {
        location: "socket://localhost:9102"
        protocol: sodep
        interfaces: GrandInterface
    }

    main {
        price( town )( price ) { price = 120 };
        [ book( name ) ]
        [ no( name ) ]
    }
}
