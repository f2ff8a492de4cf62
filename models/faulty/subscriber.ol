// A subscriber waits for three pieces of news, of an agency that has two.
// verdict: Q0302 line 39

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
        news( first )
        news( second )
        news( third )
    }
}
