// An operation that only an aggregated port offers is forwarded, and never comes to this input.
service Desk {
    execution: concurrent
    outputPort Printer {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: print( string )
    }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: open( string )
        aggregates: Printer
    }
    main {
        [ open( name ) ]
        [ print( job ) ] //~ Q0312
    }
}
