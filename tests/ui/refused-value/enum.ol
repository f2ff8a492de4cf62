// Two values are possible, and neither is listed.
type Mode: string( enum( [ "on", "off" ] ) )

interface LampInterface {
    requestResponse: mode( bool )( Mode )
}

service Lamp {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: LampInterface
    }
    main {
        mode( bright )( answer ) { //~ Q0205
            if( bright ) {
                answer = "On"
            } else {
                answer = "Off"
            }
        }
    }
}
