// A reader, who buys two copies and reads the receipt.
// verdict: correct

from console import Console
from .interfaces import BookshopInterface

service Reader {
    embed Console as Console

    outputPort Bookshop {
        location: "socket://localhost:8310"
        protocol: sodep
        interfaces: BookshopInterface
    }

    main {
        install( SoldOut => println@Console( "no copy left" )() );
        buy@Bookshop( { title = "Ulysses", copies = 2 } )( receipt );
        println@Console( receipt.number + ": " + receipt.price )()
    }
}
