// An office before a printer: it offers the printer's operations with a key, and lets through who knows it.
// The courier still guards an operation that the printer no longer has.
// verdict: Q0124 line 51

from .interfaces import OfficeInterface
from .printer import Printer

constants {
    KEY = "toner"
}

type Key {
    key: string
}

// Every operation of the printer takes a key too, and may refuse it.
interface extender WithKey {
    requestResponse:
        *( Key )( void ) throws WrongKey( string )
    oneWay:
        *( Key )
}

service Office {
    execution: concurrent

    embed Printer as Printer

    inputPort OfficeIn {
        location: "socket://localhost:8040"
        protocol: sodep
        interfaces: OfficeInterface
        aggregates: Printer with WithKey
    }

    // What happens to a message on its way from the office to the printer.
    courier OfficeIn {
        [ print( job )( receipt ) ] {
            if( job.key != KEY ) {
                throw( WrongKey, job.key )
            };
            forward( job )( receipt )
        }

        [ withdraw( withdrawal ) ] {
            if( withdrawal.key == KEY ) {
                forward( withdrawal )
            }
        }

        [ reprint( receipt ) ] {
            if( receipt.key == KEY ) {
                forward( receipt )
            }
        }
    }

    main {
        open()( true )
    }
}
