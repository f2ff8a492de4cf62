// A bureau that rates customers, up to an amount.

from .interfaces import BureauInterface

constants {
    LIMIT = 500
}

service Bureau {
    execution: concurrent

    inputPort BureauIn {
        location: "socket://localhost:8181"
        protocol: sodep
        interfaces: BureauInterface
    }

    main {
        rate( request )( points ) {
            if( request.amount > LIMIT ) {
                throw( TooMuch, LIMIT )
            };
            points = 7
        }
    }
}
