// A tavern whose cellar is empty never opens: what goes wrong before it opens leaves the guest at the door.
// verdict: Q0304 line 32

interface TavernInterface { requestResponse: beer( int )( string ) }

service Tavern {
    execution: concurrent

    inputPort Bar {
        location: "local"
        interfaces: TavernInterface
    }

    init {
        barrels = 0
        if ( barrels == 0 ) {
            throw( Dry )
        }
    }

    main {
        beer( glasses )( bill ) {
            bill = "paid"
        }
    }
}

service Main {
    embed Tavern as Tavern

    main {
        beer@Tavern( 2 )( bill )
    }
}
