// A player that is given songs, one message for each, from one variable in a loop.
// verdict: correct

from console import Console

type Song {
    title: string
    artist?: string
}

interface PlayerInterface {
    requestResponse:
        play( Song )( void )
}

service Player {
    execution: sequential

    embed Console as Console

    inputPort In {
        location: "local"
        interfaces: PlayerInterface
    }

    main {
        play( song )() {
            println@Console( song.title )()
        }
    }
}

service Main {
    embed Player as Player

    main {
        titles[0] = "Help!";
        titles[1] = "Yesterday";
        for( i = 0, i < #titles, i++ ) {
            song.title = titles[i];
            song.artist = "The Beatles";
            play@Player( song )()
        }
    }
}
