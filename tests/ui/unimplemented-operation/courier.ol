// An aggregated operation is handled by the port behind, with or without a courier.
service Desk {
    execution: concurrent
    outputPort Printer {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: print( string ), stop( string )
    }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: open( string )
        aggregates: Printer
    }
    courier In {
        [ print( job ) ] { forward( job ) }
    }
    main {
        open( name )
    }
}
