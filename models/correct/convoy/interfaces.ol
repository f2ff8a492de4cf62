// Wagons that cross a bridge.
// verdict: correct

interface BridgeInterface {
    oneWay:
        cross( int )
}
