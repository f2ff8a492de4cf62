// A fault that Jolie itself raises when a message does not arrive, misspelt.
service Buyer {
    outputPort Shop {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: order( string )( int )
    }
    main {
        scope( buying ) {
            install( IOExecption => number = 0 ); //~ Q0315
            order@Shop( "tea" )( number )
        }
    }
}
