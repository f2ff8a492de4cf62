// A string with fields is not a string, for `any` neither.
interface LogInterface {
    oneWay: write( string ), keep( any )
}

service Log {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: LogInterface
    }
    main {
        [ write( line ) ]
        [ keep( value ) ]
    }
}

service Main {
    embed Log as Log
    main {
        write@Log( "started" { level = 1 } ); //~ Q0202
        keep@Log( { level = 1 } ) //~ Q0202
    }
}
