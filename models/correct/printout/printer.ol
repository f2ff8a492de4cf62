// A printer: any number of lines, then the end.
// verdict: correct

from .interfaces import PrinterInterface
from console import Console

service Printer {
    embed Console as Console

    inputPort Paper {
        location: "socket://localhost:9084"
        protocol: sodep
        interfaces: PrinterInterface
    }

    main {
        begin( title )() {
            println@Console( title )()
        }
        provide
            [ line( text ) ] {
                println@Console( text )()
            }
        until
            [ end() ]
    }
}
