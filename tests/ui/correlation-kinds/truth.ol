// A truth value equals many numbers.
type Open { door: bool }
type Knock { door: int }

interface DoorInterface {
    oneWay: knock( Knock )
    requestResponse: open( Open )( void )
}

service Door {
    execution: concurrent
    cset { door: Knock.door } //~ Q0415
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: DoorInterface
    }
    main {
        open( request )() {
            csets.door = request.door
        };
        knock( message )
    }
}
