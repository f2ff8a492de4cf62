// What each role offers.

interface FirstInterface {
    requestResponse: prepare( string )( bool )
    oneWay: commit( string ), abort( string )
}

interface SecondInterface {
    requestResponse: prepare( string )( bool )
    oneWay: commit( string ), abort( string )
}
