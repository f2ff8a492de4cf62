// An operation that is declared and never called does no harm; another resource of the location is another service.
service Clerk {
    outputPort Printer {
        location: "socket://localhost:8001"
        protocol: sodep
        oneWay: print( string ), staple( string )
    }
    outputPort Binder {
        location: "socket://localhost:8001/!/Binder"
        protocol: sodep
        oneWay: bind( string )
    }
    main {
        print@Printer( "hello" );
        bind@Binder( "hello" )
    }
}
