// A box office keeps a seat until it is paid for; its clock reminds it, and nothing more.
// verdict: correct

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
            [ tick( reminder ) ]
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
