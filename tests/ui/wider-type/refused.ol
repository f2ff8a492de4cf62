// The types differ, and what is sent is of the caller's alone; what another message carries is of both.
type Mine: string( enum( [ "north", "up" ] ) )
type Theirs: string( enum( [ "north", "south" ] ) )

service Robot {
    execution: concurrent
    inputPort In {
        location: "local"
        requestResponse: go( Theirs )( void ), look( Theirs )( void )
    }
    main {
        [ go( way )() { nullProcess } ]
        [ look( way )() { nullProcess } ]
    }
}

service Main {
    outputPort Robot {
        requestResponse: go( Mine )( void ), look( Mine )( void )
    }
    embed Robot in Robot
    main {
        look@Robot( "north" )();
        go@Robot( "up" )() //~ Q0206
    }
}
