// An extender is known from where it is declared on, in the same text: Jolie does not import it.
from .extender import WithKey

type Job { text: string }

service Main {
    execution: concurrent
    outputPort Printer {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: print( Job )
    }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: stop( void )
        aggregates: Printer with WithKey //~ Q0107
    }
    main {
        stop()
    }
}
