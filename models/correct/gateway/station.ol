// A station: files a report and waits for its number.
// verdict: correct

from console import Console
from .interfaces import ArchiveInterface, StationInterface

constants {
    HOME = "socket://localhost:8311"
}

service Station {
    embed Console as Console

    outputPort Archive {
        location: "socket://localhost:8310"
        protocol: sodep
        interfaces: ArchiveInterface
    }

    inputPort StationIn {
        location: HOME
        protocol: sodep
        interfaces: StationInterface
    }

    main {
        file@Archive( {
            text = "all quiet",
            location = HOME
        } );
        filed( number );
        println@Console( "report " + number )()
    }
}
