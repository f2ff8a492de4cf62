service Printer {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: print( string )
    }
    main {
        print( text )
    }
}
