// A subscriber waits for two pieces of news, of an agency that has two.
// verdict: correct

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
    }
}
