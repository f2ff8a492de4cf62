// The grid adds up what its meters report.
// verdict: correct

from .interfaces import GridInterface

service Grid {
    execution: sequential

    inputPort GridIn {
        location: "socket://localhost:8312"
        protocol: sodep
        interfaces: GridInterface
    }

    init {
        global.total = 0.0
    }

    main {
        report( reading )( total ) {
            global.total += reading.value;
            total = int( global.total )
        }
    }
}
