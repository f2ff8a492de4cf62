// Several kinds in one variable, which refinements keep apart or not.
type Open { id: any }
type Say { id: any }
type Draw: int( ranges( [1, 9] ) ) | string( length( [2, 3] ) )
type Lot { lot: Draw }
type Ask { lot: Draw }
type Ten: int( ranges( [1, 10] ) ) | string( enum( ["10", "x"] ) ) | double( ranges( [10.0, 11.0] ) )
type Bid { bid: Ten }

service Chat {
    execution: concurrent
    cset { id: Open.id Say.id } //~ Q0417
    cset { lot: Lot.lot Ask.lot }
    cset { bid: Bid.bid } //~ Q0417
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: open( Open )( void ), lot( Lot )( void ), bid( Bid )( void )
        oneWay: say( Say ), ask( Ask ), next( Bid )
    }
    main {
        [ open( o )() { nullProcess } ] { [ say( s ) ] [ open( o )() { nullProcess } ] }
        [ lot( o )() { nullProcess } ] { [ ask( s ) ] [ lot( o )() { nullProcess } ] }
        [ bid( o )() { nullProcess } ] { [ next( s ) ] [ bid( o )() { nullProcess } ] }
    }
}
