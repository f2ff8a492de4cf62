// A box office keeps a seat until its clock strikes, be it that somebody is on the way to pay for it.
// verdict: Q0304 line 53

from time import Time

type Hold { id: string }

interface BoxInterface { requestResponse: reserve( string )( Hold ), pay( Hold )( int ) }
interface ClockInterface { requestResponse: pay( Hold )( int ) oneWay: tick( Hold ) }

service Box {
    execution: concurrent
    embed Time as Time

    inputPort Counter {
        location: "socket://localhost:8032"
        protocol: sodep
        interfaces: BoxInterface
    }

    inputPort Clock {
        location: "local"
        interfaces: ClockInterface
    }

    cset { id: Hold.id }

    main {
        reserve( seat )( hold ) {
            global.taken.( seat ) = true
            hold.id = csets.id = new
        }
        setNextTimeout@Time( 2000 { operation = "tick", message << { id = csets.id } } )
        open = true
        while ( open ) {
            [ pay( paid )( 1 ) ] { open = false }
            [ tick( reminder ) ] { open = false }
        }
    }
}

service Main {
    embed Box

    outputPort Box {
        location: "socket://localhost:8032"
        protocol: sodep
        interfaces: BoxInterface
    }

    main {
        reserve@Box( "A1" )( hold )
        pay@Box( hold )( receipt )
    }
}
