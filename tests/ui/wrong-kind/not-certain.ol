// Casts, tests, choices, numbers that widen, constants of the command line, branches that nobody takes.
type Either: int | string

interface SinkInterface {
    requestResponse: number( int )( void ), text( string )( void ), wide( double )( void ), either( Either )( Either )
}

service Sink {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: SinkInterface
    }
    main {
        [ number( x )() { nullProcess } ]
        [ text( x )() { nullProcess } ]
        [ wide( x )() { nullProcess } ]
        [ either( x )( x ) { nullProcess } ]
    }
}

service Main {
    embed Sink as Sink
    main {
        number@Sink( int( "5" ) )();
        wide@Sink( 5 )();
        text@Sink( "n" + 5 )();
        either@Sink( 5 )( answer );
        if( is_int( answer ) ) {
            number@Sink( answer )()
        } else {
            text@Sink( answer )()
        };
        if( answer instanceof string ) {
            text@Sink( answer )()
        };
        text@Sink( Greeting )();
        mode = "loud";
        if( mode == "quiet" ) {
            number@Sink( mode )()
        };
        global.count = 1;
        text@Sink( global.count + "" )();
        number@Sink( global.count )();
        count++;
        number@Sink( count )()
    }
}
