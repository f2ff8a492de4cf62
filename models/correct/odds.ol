// A wheel with three fields: what is left of a number when it is divided by three is never five.
// verdict: correct

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
            if ( field == 5 ) {
                linkIn( jackpot )
            }
        }
    }
}
