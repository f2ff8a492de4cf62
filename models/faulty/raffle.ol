// Lots are numbered; who has one asks with its number, until it is drawn.
// Each evening the numbers begin again, though lots of the day before are still there.
// verdict: Q0416 line 39

type Lot {
    lot: string
}

interface RaffleInterface {
    requestResponse:
        buy( string )( Lot ),
        ask( Lot )( bool )
    oneWay:
        evening( void )
}

service Raffle {
    execution: concurrent

    cset {
        lot: Lot.lot
    }

    inputPort RaffleIn {
        location: "socket://localhost:8712"
        protocol: sodep
        interfaces: RaffleInterface
    }

    init {
        global.lots = 0;
        global.evenings = 0
    }

    main {
        [ buy( buyer )( lot ) {
            synchronized( lots ) {
                global.lots++;
                lot.lot = csets.lot = "lot " + global.lots
            }
        } ] {
            ask( question )( true )
        }

        [ evening() ] {
            synchronized( lots ) {
                global.evenings++;
                global.lots = 0
            }
        }
    }
}
