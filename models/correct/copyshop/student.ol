// A student with five pages.
// verdict: correct

from console import Console
from .interfaces import CopyShopInterface, CustomerInterface

constants {
    HOME = "socket://localhost:8221"
}

service Student {
    embed Console as Console

    outputPort CopyShop {
        location: "socket://localhost:8220"
        protocol: sodep
        interfaces: CopyShopInterface
    }

    inputPort StudentIn {
        location: HOME
        protocol: sodep
        interfaces: CustomerInterface
    }

    main {
        submit@CopyShop( {
            pages = 5,
            location = HOME
        } );
        finished( price );
        println@Console( "that is " + price )()
    }
}
