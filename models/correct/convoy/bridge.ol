// A bridge: three wagons cross it, and it is drawn up again.
// verdict: correct

from console import Console
from .interfaces import BridgeInterface

constants {
    WAGONS = 3
}

service Bridge {
    embed Console as Console

    inputPort BridgeIn {
        location: "socket://localhost:8230"
        protocol: sodep
        interfaces: BridgeInterface
    }

    main {
        for( crossed = 0, crossed < WAGONS, crossed++ ) {
            cross( wagon )
        };
        println@Console( "the bridge goes up" )()
    }
}
