// Loops may fill a vector with as many as are wanted; an element that is named makes those before it.
type Match { player[2,3]: any }

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
        for( i = 0, i < 2, i++ ) {
            match.player[ i ] = "Ada"
        };
        fight@Arena( match );
        other.player[ 1 ] = "Bob";
        fight@Arena( other );
        third.player[ #third.player ] = "Eve";
        third.player[ #third.player ] = "Bob";
        fight@Arena( third )
    }
}
