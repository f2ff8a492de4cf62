// A tavern looks into its cellar before it opens, and there is beer.
// verdict: correct

interface TavernInterface { requestResponse: beer( int )( string ) }

service Tavern {
    execution: concurrent

    inputPort Bar {
        location: "local"
        interfaces: TavernInterface
    }

    init {
        barrels = 3
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
