// Whole numbers and doubles are equal when they are the same number, an int and its text too.
type Open { door: int }
type Wide { door: double }
type Text { door: string }

interface DoorInterface {
    oneWay: wide( Wide ), text( Text )
    requestResponse: open( Open )( void )
}

service Door {
    execution: concurrent
    cset { door: Wide.door Text.door }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: DoorInterface
    }
    main {
        open( request )() {
            csets.door = request.door
        };
        [ wide( message ) ]
        [ text( message ) ]
    }
}
