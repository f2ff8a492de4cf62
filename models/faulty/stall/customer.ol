// A customer who asks for two prices in one expression, and buys when both together are less than five.

from .interfaces import StallInterface

service Customer {
    outputPort Stall {
        location: "socket://localhost:9070"
        protocol: sodep
        interfaces: StallInterface
    }

    main {
        if ( price@Stall( "apples" ) + price@Stall( "pears" ) < 5 ) {
            order@Stall( 1 )
        } else {
            leave@Stall()
        }
    }
}
