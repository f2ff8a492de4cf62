// A logbook: lines are appended, and read with their number.
// verdict: correct

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
            synchronized( lines ) {
                global.lines[ #global.lines ] = line
            }
        }

        [ read( number )( string( global.lines[ number ] ) ) ]
    }
}
