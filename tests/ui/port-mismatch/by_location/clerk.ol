// The clerk waits for an answer that the printer at this location does not give.
service Clerk {
    outputPort Printer {
        location: "socket://localhost:8001"
        protocol: sodep
        requestResponse: print( string )( void )
    }
    main {
        print@Printer( "hello" )() //~ Q0316
    }
}
