// A waiting room: whoever enters wakes the barber, or waits. To look and to fall asleep is one step.
// verdict: correct

from .interfaces import BarberInterface, RoomInterface

service Room {
    execution: concurrent

    outputPort Barber {
        location: "socket://localhost:8461"
        protocol: sodep
        interfaces: BarberInterface
    }

    inputPort RoomIn {
        location: "socket://localhost:8460"
        protocol: sodep
        interfaces: RoomInterface
    }

    init {
        global.waiting = false;
        global.asleep = false
    }

    main {
        [ next()( found ) {
            synchronized( chairs ) {
                found = global.waiting;
                global.asleep = !found
            }
        } ]

        [ enter()() {
            synchronized( chairs ) {
                if( global.asleep ) {
                    wake@Barber()
                } else {
                    global.waiting = true
                }
            }
        } ]
    }
}
