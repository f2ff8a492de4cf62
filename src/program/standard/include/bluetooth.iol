type BluetoothInquiryResponse {
    device*: void { address: string name: string }
    service*: void { location: string }
}

interface BluetoothInterface {
    RequestResponse:
        setDiscoverable( int )( int ),
        inquire( void )( BluetoothInquiryResponse )
}

outputPort Bluetooth {
    interfaces: BluetoothInterface
}

embedded {
    Java: "joliex.net.BluetoothService" in Bluetooth
}
