// Open types and `undefined` take every field; Jolie does not even look at those that an open type names.
type Note: string { ? }
type Loose { ? }

interface LogInterface {
    oneWay: write( Note ), keep( undefined ), loose( Loose )
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
        [ loose( value ) ]
    }
}

service Main {
    embed Log as Log
    main {
        write@Log( "started" { level = 1 } );
        keep@Log( { level = 1 } );
        loose@Log( { level = 1, at.line[ 2 ] = 5 } )
    }
}
