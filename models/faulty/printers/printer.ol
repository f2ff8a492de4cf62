// A printer: one job after another, each with a number.

from console import Console
from .interfaces import PrinterInterface

service Printer {
    execution: sequential

    embed Console as Console

    inputPort PrinterIn {
        location: "local"
        interfaces: PrinterInterface
    }

    init {
        global.number = 0
    }

    main {
        [ print( job )( receipt ) {
            receipt.number = ++global.number
        } ] {
            for( i = 0, i < job.copies, i++ ) {
                println@Console( job.text )()
            }
        }

        [ withdraw( withdrawal ) ] {
            println@Console( "job " + withdrawal.number + " is withdrawn" )()
        }
    }
}
