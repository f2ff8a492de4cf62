// One way opens sessions by a number, the other by a text: 7 and "7" are one.
type Known { name: string }
type Line { key: string }

interface LineInterface {
    requestResponse: byNumber( int )( void ), byName( Known )( void )
    oneWay: line( Line )
}

service Lines {
    execution: concurrent
    cset { key: Line.key } //~ Q0415
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: LineInterface
    }
    main {
        [ byNumber( number )() {
            csets.key = number
        } ] {
            line( message )
        }
        [ byName( known )() {
            csets.key = known.name
        } ] {
            line( message )
        }
    }
}
