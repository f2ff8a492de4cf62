// What each role offers.

interface GatewayInterface {
    requestResponse: pay( int )( string ) throws Declined( string )
}

interface RiskInterface {
    requestResponse: score( int )( int )
}

interface BankInterface {
    requestResponse: debit( int )( string )
    oneWay: report( int )
}
