// An espresso machine that is given its beans before its water: they lie in front of it while it warms up.
// verdict: Q0304 line 23

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
        beans@Machine( "arabica" )
        water@Machine( 1 )
        brew@Machine( "double" )( cup )
        println@Console( cup )()
    }
}
