// An agency that does not tell the hotel that was not taken.
// verdict: Q0514 line 33

from .interfaces import AgencyInterface, GrandInterface, PlazaInterface

service Agency {
    plays Travel.Agency

    inputPort In {
        location: "socket://localhost:9101"
        protocol: sodep
        interfaces: AgencyInterface
    }

    outputPort Grand {
        location: "socket://localhost:9102"
        protocol: sodep
        interfaces: GrandInterface
    }

    outputPort Plaza {
        location: "socket://localhost:9103"
        protocol: sodep
        interfaces: PlazaInterface
    }

    main {
        search( town )( best ) {
            { price@Grand( town )( one ) | price@Plaza( town )( other ) };
            best = one
        };
        [ grand( name ) ] { book@Grand( name ) }
        [ plaza( name ) ] { book@Plaza( name ) }
    }
}
