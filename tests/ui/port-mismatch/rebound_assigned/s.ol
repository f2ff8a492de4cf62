service Server {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8123"
        protocol: sodep
        requestResponse: op( int )( int )
    }
    main {
        op( x )( x )
    }
}
