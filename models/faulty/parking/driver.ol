// A driver, who parks and pays.

from console import Console
from .interfaces import ParkingInterface

service Driver {
    embed Console as Console

    outputPort Parking {
        location: "socket://localhost:8332"
        protocol: sodep
        interfaces: ParkingInterface
    }

    main {
        enter@Parking( "AB 12 345" )( space );
        depart@Parking( { number = string( space.number ), paid = 5 } )( open );
        if( !open ) {
            println@Console( "still here" )()
        }
    }
}
