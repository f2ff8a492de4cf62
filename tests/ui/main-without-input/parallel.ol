// Two inputs in parallel are no start of a session.
service Main {
    execution: sequential
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: order( string ), pay( int )
    }
    main {
        { order( item ) | pay( amount ) } //~ Q0117
    }
}
