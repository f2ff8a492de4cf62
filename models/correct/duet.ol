// Two voices are written at once, and sung together.
// verdict: correct

type Song {
    high: string
    low: string
}

interface ChoirInterface {
    requestResponse: sing( Song )( int )
}

service Choir {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: ChoirInterface
    }

    main {
        sing( song )( minutes ) {
            minutes = 3
        }
    }
}

service Main {
    embed Choir as Choir

    main {
        {
            song.high = "la"
        |
            song.low = "lo"
        };
        sing@Choir( song )( minutes )
    }
}
