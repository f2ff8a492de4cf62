// A weather station that takes one reading, and then the end of the day: a reading that comes twice is in the
// way, one that never comes is missed, and so is an end.
// options: --faults drop
// verdict: Q0304 line 19
// verdict: Q0304 line 20

from .interfaces import StationInterface

service Station {
    execution: single

    inputPort Readings {
        location: "socket://localhost:9082"
        protocol: sodep
        interfaces: StationInterface
    }

    main {
        reading( degrees )
        done()
    }
}
