// Three inputs in a row: one finding, at the first of them that another message can block.

service Main {
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: a( int ), b( int ), c( int )
    }

    main {
        a( x ); //~ Q0306
        b( y );
        c( z )
    }
}
