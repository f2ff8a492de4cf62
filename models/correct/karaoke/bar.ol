// The bar: a session for each singer.
// verdict: correct

from console import Console
from .interfaces import BarInterface, Song

service Bar {
    execution: concurrent

    embed Console as Console

    cset {
        number: Song.number
    }

    inputPort BarIn {
        location: "socket://localhost:8331"
        protocol: sodep
        interfaces: BarInterface
    }

    init {
        global.next = 1
    }

    main {
        draw()( drawn ) {
            synchronized( drawing ) {
                drawn.number = global.next++
            };
            csets.number = drawn.number
        };
        sing( song );
        println@Console( song.number + " sings " + song.title )()
    }
}
