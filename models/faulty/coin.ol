// Who tosses a coin tells one of two players, whichever side it shows.
// verdict: Q0304 line 19

from math import Math

interface TableInterface {
    oneWay: sit( int ), head( string ), tail( string )
    requestResponse: stop( void )( void )
}

service Table {
    inputPort In {
        location: "local://table"
        interfaces: TableInterface
    }

    main {
        sit( players );
        [ head( player ) ]
        [ tail( player ) ];
        stop()() { nullProcess }
    }
}

service Main {
    outputPort Table {
        location: "local://table"
        interfaces: TableInterface
    }

    embed Table
    embed Math as Math

    main {
        sit@Table( 2 );
        random@Math()( number );
        is_head = number < 0.5;
        if( is_head && number < 0.1 ) {
            head@Table( "Ann" )
        };
        if( !is_head ) {
            tail@Table( "Bob" )
        };
        stop@Table()()
    }
}
