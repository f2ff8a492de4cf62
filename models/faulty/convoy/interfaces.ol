// Wagons that cross a bridge.

interface BridgeInterface {
    oneWay:
        cross( int )
}
