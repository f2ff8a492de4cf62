// The other way round: an answer is given that nobody waits for.
service Shop {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: order( string )
    }
    main {
        order( item )( number ) { //~ Q0313
            number = 1
        }
    }
}
