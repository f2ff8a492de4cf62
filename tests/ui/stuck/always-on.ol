// A subscriber takes the news for as long as there are any: that none come any more is no fault of it.
interface AgencyInterface { requestResponse: subscribe( string )( bool ) }
interface NewsInterface { oneWay: news( string ) }

service Agency {
    execution: concurrent

    inputPort Desk {
        location: "local"
        interfaces: AgencyInterface
    }

    outputPort Reader {
        location: "local://reader"
        interfaces: NewsInterface
    }

    main {
        subscribe( name )( true )
        news@Reader( name + " wins" )
        news@Reader( name + " loses" )
    }
}

service Main {
    embed Agency as Agency

    inputPort Letterbox {
        location: "local://reader"
        interfaces: NewsInterface
    }

    main {
        subscribe@Agency( "Ajax" )( done )
        while ( true ) {
            news( text )
        }
    }
}
