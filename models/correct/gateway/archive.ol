// An archive: numbers its reports, and tells who filed them.
// verdict: correct

from .interfaces import ArchiveInterface, StationInterface

service Archive {
    execution: concurrent

    outputPort Station {
        protocol: sodep
        interfaces: StationInterface
    }

    inputPort ArchiveIn {
        location: "local"
        interfaces: ArchiveInterface
    }

    init {
        global.count = 0
    }

    main {
        [ file( report ) ] {
            synchronized( count ) {
                number = ++global.count
            };
            Station.location = report.location;
            filed@Station( number )
        }

        [ count()( global.count ) ]
    }
}
