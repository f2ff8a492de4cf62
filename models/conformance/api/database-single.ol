// A database that is gone after the first question.
// verdict: Q0514 line 18

from .interfaces import DatabaseInterface

service Database {
    plays Change.Database

    inputPort In {
        location: "socket://localhost:9012"
        protocol: sodep
        interfaces: DatabaseInterface
    }

    main {
        [ find( key )( value ) { value = "blue" } ]
        [ save( value )( rows ) { rows = 1 } ]
        [ skip( key ) ]
    }
}
