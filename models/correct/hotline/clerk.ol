// A clerk: asks the expert and hangs up when that takes too long; the record is told either way.
// verdict: correct

from .interfaces import ExpertInterface, RecordInterface

service Clerk {
    outputPort Expert {
        location: "socket://localhost:8311"
        protocol: sodep
        interfaces: ExpertInterface
    }

    outputPort Record {
        location: "socket://localhost:8312"
        protocol: sodep
        interfaces: RecordInterface
    }

    main {
        begin@Record( 1 );
        scope( call ) {
            install( Timeout => advice = 0 );
            advise@Expert( 7 )( advice )
        };
        write@Record( advice )
    }
}
