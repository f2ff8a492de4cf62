// An espresso machine: it takes its water while it warms up, and everything else once it is warm.
// Who embeds a service does not wait for its `init`: what comes in the meantime waits in one queue, and is taken there or
// after it.
// verdict: correct

from console import Console

interface Machine {
    OneWay: water( int ), beans( string )
    RequestResponse: brew( string )( string )
}

service EspressoMachine {
    execution: sequential

    embed Console as Console

    inputPort Lever {
        location: "local"
        interfaces: Machine
    }

    init {
        println@Console( "warming up" )()
        water( litres )
        println@Console( "warm" )()
    }

    main {
        [ beans( kind ) ] {
            println@Console( "grinding " + kind )()
        }
        [ brew( size )( cup ) {
            cup = size + " espresso"
        } ]
    }
}

service Main {
    embed Console as Console
    embed EspressoMachine as Machine

    main {
        water@Machine( 1 )
        beans@Machine( "arabica" )
        brew@Machine( "double" )( cup )
        println@Console( cup )()
    }
}
