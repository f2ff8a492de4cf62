// In single mode there is one session, and every message without a correlation set is for it.
service Shop {
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: order( string ), pay( int )
    }
    main {
        order( item );
        pay( amount )
    }
}
