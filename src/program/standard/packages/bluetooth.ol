type BluetoothInquiryResponse {
    device*: void { address: string name: string }
    service*: void { location: string }
}

interface BluetoothInterface {
    RequestResponse:
        setDiscoverable( int )( int ),
        inquire( void )( BluetoothInquiryResponse )
}

service Bluetooth {
    inputPort ip {
        location: "local"
        interfaces: BluetoothInterface
    }

    foreign java {
        class: "joliex.net.BluetoothService"
    }
}
