// What each role offers.

interface AgencyInterface {
    requestResponse: search( string )( int )
    oneWay: grand( string ), plaza( string )
}

interface GrandInterface {
    requestResponse: price( string )( int )
    oneWay: book( string ), no( string )
}

interface PlazaInterface {
    requestResponse: price( string )( int )
    oneWay: book( string ), no( string )
}
