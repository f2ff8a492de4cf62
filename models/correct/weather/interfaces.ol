interface StationInterface {
    OneWay: reading( int ), done( void )
}
