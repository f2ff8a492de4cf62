// A health monitor: it asks two servers every few seconds whether they live, and tells who wants to know.
// The clock calls back: `Time` sends `tick` to the service that set the timeout.
// The handler throws before it takes the note: what stands behind is never done.
// verdict: Q0601 line 65

from console import Console
from time import Time

constants {
    PERIOD = 5000
}

type Report {
    server*: string {
        alive: bool
        since: long
    }
}

interface HealthInterface {
    requestResponse:
        report( void )( Report )
}

interface ClockInterface {
    oneWay:
        tick( undefined )
}

interface PingInterface {
    requestResponse:
        ping( void )( void )
}

service Health {
    execution: concurrent

    embed Console as Console
    embed Time as Time

    // One port for all servers: bound before each question.
    outputPort Server {
        protocol: sodep
        interfaces: PingInterface
    }

    inputPort HealthIn {
        location: "socket://localhost:8090"
        protocol: sodep
        interfaces: HealthInterface
    }

    // Where the clock's messages come in.
    inputPort ClockIn {
        location: "local"
        interfaces: ClockInterface
    }

    // Asks `location`, and leaves the answer in `alive`.
    define askServer {
        alive = true;
        scope( asking ) {
            install( IOException =>
                throw( ServerDown, location );
                alive = false
            );
            Server.location = location;
            ping@Server()()
        }
    }

    init {
        global.servers[0] = "socket://localhost:8091";
        global.servers[1] = "socket://localhost:8092";
        setNextTimeout@Time( PERIOD { operation = "tick" } )
    }

    main {
        [ tick( message ) ] {
            for( location in global.servers ) {
                askServer;
                getCurrentTimeMillis@Time()( now );
                synchronized( states ) {
                    if( global.alive.( location ) != alive ) {
                        global.alive.( location ) = alive;
                        global.since.( location ) = now
                    }
                }
            };
            setNextTimeout@Time( PERIOD { operation = "tick" } )
        }

        [ report()( answer ) {
            synchronized( states ) {
                foreach( name : global.since ) {
                    answer.server[#answer.server] << name {
                        alive = global.alive.( name ),
                        since = global.since.( name )
                    }
                }
            }
        } ]
    }
}
