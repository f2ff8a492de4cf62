// A family does not know how many seats there are.
type Passage { car: string seat*: string }

service Family {
    outputPort Ferry {
        location: "socket://localhost:8200"
        protocol: sodep
        oneWay: board( Passage )
    }
    main {
        passage.car = "AB 12";
        for( i = 0, i < #args, i++ ) {
            passage.seat[ i ] = args[ i ]
        };
        board@Ferry( passage ) //~ Q0206
    }
}
