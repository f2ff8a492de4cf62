// A weather station that takes readings one by one: one that comes twice does no harm.
// options: --faults drop
// verdict: correct

from .interfaces import StationInterface

service Station {
    execution: concurrent

    inputPort Readings {
        location: "socket://localhost:9082"
        protocol: sodep
        interfaces: StationInterface
    }

    main {
        [ reading( degrees ) ] {
            synchronized( sum ) {
                global.last = degrees
            }
        }
        [ done() ] {
            nullProcess
        }
    }
}
