// A printer: a first line, any number of others, then the end. A text without a line has no first one.
// verdict: Q0304 line 20

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
        line( first )
        println@Console( first )()
        provide
            [ line( text ) ] {
                println@Console( text )()
            }
        until
            [ end() ]
    }
}
