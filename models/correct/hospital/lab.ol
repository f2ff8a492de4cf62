// A laboratory: one test at a time.
// verdict: correct

from .interfaces import LabInterface

service Lab {
    execution: sequential

    inputPort LabIn {
        location: "socket://localhost:8502"
        protocol: sodep
        interfaces: LabInterface
    }

    main {
        test( visit )( value ) {
            value = ++global.tests
        }
    }
}
