// Two locks in opposite orders: one circle, whichever session comes first.

service Main {
    execution: concurrent

    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: up( int ), down( int )
    }

    main {
        [ up( x ) ] {
            synchronized( a ) {
                synchronized( b ) { //~ Q0301
                    global.count++
                }
            }
        }

        [ down( x ) ] {
            synchronized( b ) {
                synchronized( a ) {
                    global.count--
                }
            }
        }
    }
}
