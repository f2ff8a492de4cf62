from console import Console
from string_utils import StringUtils

type Known { x: int }

interface Calls {
    RequestResponse: take( Known )( void )
}

service Server {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: Calls
    }

    main { take( known )() { nullProcess } }
}

service Main {
    embed Console as Console
    embed Server as Server

    main {
        scope( wrong ) {
            install( TypeMismatch => println@Console( wrong.TypeMismatch )() );
            take@Server( { .x = 1, .zeta = 2, .k1 = 3, .alpha = 4, .y = 5 } )()
        }
    }
}
