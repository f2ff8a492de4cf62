// A car park: a session for each car.
// verdict: correct

from math import Math
from .interfaces import ParkingInterface, Exit

service Parking {
    execution: concurrent

    embed Math as Math

    cset {
        number: Exit.number
    }

    inputPort ParkingIn {
        location: "socket://localhost:8332"
        protocol: sodep
        interfaces: ParkingInterface
    }

    main {
        enter( plate )( space ) {
            space.number = new;
            csets.number = space.number
        };
        depart( request )( open ) {
            open = request.paid > 0
        }
    }
}
