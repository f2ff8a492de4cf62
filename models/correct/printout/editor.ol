// An editor that prints a text line by line. How many lines there are, only the text knows.
// verdict: correct

from .interfaces import PrinterInterface
from file import File
from string_utils import StringUtils

service Editor {
    outputPort Printer {
        location: "socket://localhost:9084"
        protocol: sodep
        interfaces: PrinterInterface
    }

    embed File as File
    embed StringUtils as StringUtils

    main {
        scope( reading ) {
            install( default => text = "nothing" )
            readFile@File( { filename = "letter.txt" } )( text )
        }
        split@StringUtils( text { regex = "\n" } )( lines )
        begin@Printer( "a letter" )()
        for( line in lines.result ) {
            line@Printer( line )
        }
        end@Printer()
    }
}
