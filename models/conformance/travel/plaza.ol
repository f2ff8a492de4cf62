// Another.
// verdict: correct

from .interfaces import PlazaInterface

service Plaza {
    plays Travel.Plaza

    inputPort In {
        location: "socket://localhost:9103"
        protocol: sodep
        interfaces: PlazaInterface
    }

    main {
        price( town )( price ) { price = 90 };
        [ book( name ) ]
        [ no( name ) ]
    }
}
