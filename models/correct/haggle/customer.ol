// A customer who hears two offers and declines.
// verdict: correct

from console import Console
from .interfaces import AgencyInterface

service Customer {
    embed Console as Console

    outputPort Agency {
        location: "socket://localhost:8420"
        protocol: sodep
        interfaces: AgencyInterface
    }

    main {
        quote@Agency( "Vienna" )( first );
        deal.deal = first.deal;
        again@Agency( deal )( second );
        println@Console( second.price + " is too much" )();
        decline@Agency( deal )
    }
}
