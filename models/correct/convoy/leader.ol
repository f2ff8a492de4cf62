// The leader of a convoy: sends its wagons over the bridge.
// verdict: correct

from .interfaces import BridgeInterface

constants {
    WAGONS = 3
}

service Leader {
    outputPort Bridge {
        location: "socket://localhost:8230"
        protocol: sodep
        interfaces: BridgeInterface
    }

    main {
        for( wagon = 1, wagon <= WAGONS, wagon++ ) {
            cross@Bridge( wagon )
        }
    }
}
