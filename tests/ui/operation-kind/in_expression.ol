service Main {
    outputPort Shop {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: order( string )
    }
    main {
        number = order@Shop( "tea" ) //~ Q0111
    }
}
