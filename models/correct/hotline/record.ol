// A record of what was advised.
// verdict: correct

from .interfaces import RecordInterface

service Record {
    inputPort RecordIn {
        location: "socket://localhost:8312"
        protocol: sodep
        interfaces: RecordInterface
    }

    main {
        begin( day );
        write( advice )
    }
}
