// The sales department: asks the store before it sells, and tells it what is reserved.
// One session at a time, as in the store: the answer waits for the question.
// verdict: Q0301 line 24

from .interfaces import SalesInterface, StoreInterface

service Sales {
    execution: sequential

    outputPort Store {
        location: "socket://localhost:8520/!/Store"
        protocol: sodep
        interfaces: StoreInterface
    }

    inputPort SalesIn {
        location: "socket://localhost:8521"
        protocol: sodep
        interfaces: SalesInterface
    }

    main {
        [ sell( request )( price ) {
            check@Store( request )( pieces );
            price = request.pieces * 4
        } ]

        [ reserved( item )( 2 ) ]
    }
}
