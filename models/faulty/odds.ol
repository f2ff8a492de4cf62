// A wheel with three fields: on the last of them it waits for a jackpot that nobody gives.
// verdict: Q0302 line 21
// needs: the solver

interface WheelInterface { requestResponse: spin( int )( string ) }

service Wheel {
    execution: concurrent

    inputPort Table {
        location: "socket://localhost:8031"
        protocol: sodep
        interfaces: WheelInterface
    }

    main {
        spin( number )( colour ) {
            field = number % 3
            colour = "red"
            if ( field == 2 ) {
                linkIn( jackpot )
            }
        }
    }
}
