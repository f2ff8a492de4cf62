// Two operations of one port are one finding.
service Desk {
    execution: concurrent
    inputPort In { //~ Q0311
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: open( string ), shut( string ), clean( void )
    }
    main {
        open( name )
    }
}
