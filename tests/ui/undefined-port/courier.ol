service Main {
    execution: concurrent
    outputPort Printer {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: print( string )
    }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: stop( void )
        aggregates: Printer
    }
    courier Out { //~ Q0109
        [ print( job ) ] { forward( job ) }
    }
    main {
        stop()
    }
}
