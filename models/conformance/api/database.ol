// A session for each question: the database keeps no state of a change.
// verdict: correct

from .interfaces import DatabaseInterface

service Database {
    plays Change.Database
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9012"
        protocol: sodep
        interfaces: DatabaseInterface
    }

    main {
        [ find( key )( value ) { value = global.values.( key ) } ]
        [ save( value )( rows ) {
            synchronized( table ) { global.rows++ };
            rows = global.rows
        } ]
        [ skip( key ) ]
    }
}
