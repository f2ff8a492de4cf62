// A logbook: lines are appended, and read with their number.
// Two lines that come at once may be written to one place, since the lock is gone.
// verdict: Q0421 line 23

interface LogbookInterface {
    requestResponse:
        read( int )( string )
    oneWay:
        append( string )
}

service Logbook {
    execution: concurrent

    inputPort LogbookIn {
        location: "socket://localhost:8714"
        protocol: sodep
        interfaces: LogbookInterface
    }

    main {
        [ append( line ) ] {
            global.lines[ #global.lines ] = line
        }

        [ read( number )( string( global.lines[ number ] ) ) ]
    }
}
