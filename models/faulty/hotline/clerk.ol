// A clerk: asks the expert and hangs up when that takes too long.
// It is told only when there is advice: after the timeout it waits for ever.
// verdict: Q0305 line 24

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
            install( Timeout => nullProcess );
            advise@Expert( 7 )( advice );
            write@Record( advice )
        }
    }
}
