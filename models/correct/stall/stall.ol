// A market stall: it tells two prices, and knows by what they are together whether somebody will buy.
// verdict: correct

from .interfaces import StallInterface
from console import Console

service Stall {
    embed Console as Console

    inputPort Counter {
        location: "socket://localhost:9070"
        protocol: sodep
        interfaces: StallInterface
    }

    define tell {
        if ( fruit == "apples" ) {
            cost = 2
        } else {
            cost = 3
        }
        total = total + cost
    }

    main {
        price( fruit )( cost ) {
            tell
        }
        price( fruit )( cost ) {
            tell
        }
        if ( total <= 5 ) {
            order( count )
            println@Console( "sold" )()
        } else {
            leave()
            println@Console( "too dear" )()
        }
    }
}
