// What each role offers.

interface SiteInterface {
    requestResponse: enter( string )( string ) throws Unknown( string )
    oneWay: leave( string )
}

interface ProviderInterface {
    requestResponse: verify( string )( string ) throws Unknown( string )
}
