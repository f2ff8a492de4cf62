// A gateway before the archive: it writes down what goes through, and lets it through.
// What it writes down, it forgets to let through.

from console import Console
from .interfaces import GatewayInterface
from .archive import Archive

service Gateway {
    execution: concurrent

    embed Console as Console

    embed Archive as Archive

    inputPort GatewayIn {
        location: "socket://localhost:8310"
        protocol: sodep
        interfaces: GatewayInterface
        aggregates: Archive
    }

    courier GatewayIn {
        [ file( report ) ] {
            println@Console( "report: " + report.text )()
        }
    }

    main {
        status()( "open" )
    }
}
