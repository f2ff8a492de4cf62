interface PrinterInterface {
    RequestResponse: begin( string )( void )
    OneWay: line( string ), end( void )
}
