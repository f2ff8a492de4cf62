// An agency that asks one hotel.
// verdict: Q0514 line 28

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
            price@Grand( town )( best )
        };
        [ grand( name ) ] { book@Grand( name ); no@Plaza( name ) }
        [ plaza( name ) ] { book@Plaza( name ); no@Grand( name ) }
    }
}
