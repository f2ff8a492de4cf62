// An agency: reserves a room, pays and confirms; without money the room is given back.
// verdict: correct

from console import Console
from .interfaces import BankInterface, HotelInterface

service Agency {
    embed Console as Console

    outputPort Hotel {
        location: "socket://localhost:8250"
        protocol: sodep
        interfaces: HotelInterface
    }

    outputPort Bank {
        location: "socket://localhost:8251"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        scope( journey ) {
            install( NoFunds =>
                comp( stay );
                println@Console( "no holiday" )()
            );
            scope( stay ) {
                reserve@Hotel( "Bologna" )( room );
                install( this => cancel@Hotel( room )() )
            };
            pay@Bank( 250 )( receipt );
            confirm@Hotel( room )( door );
            println@Console( "door " + door )()
        }
    }
}
