// Two are wanted, one is there.
type Match { player[2,*]: string }

interface ArenaInterface {
    oneWay: fight( Match )
}

service Arena {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: ArenaInterface
    }
    main {
        fight( match )
    }
}

service Main {
    embed Arena as Arena
    main {
        fight@Arena( { player = "Ada" } ) //~ Q0204
    }
}
