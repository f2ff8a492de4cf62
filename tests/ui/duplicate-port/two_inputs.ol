service Main {
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: order( string )
    }
    inputPort In { //~ Q0108
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: pay( int )
    }
    main {
        order( item )
        pay( amount )
    }
}
