// A reader of one piece of news: subscribes, asks, reads and leaves.
// It leaves before it reads: the news may be posted too late for it.
// verdict: Q0302 line 37

from console import Console
from .interfaces import BoardInterface, PressInterface, ReaderInterface

constants {
    HOME = "socket://localhost:8272"
}

service Reader {
    embed Console as Console

    outputPort Board {
        location: "socket://localhost:8270"
        protocol: sodep
        interfaces: BoardInterface
    }

    outputPort Press {
        location: "socket://localhost:8271"
        protocol: sodep
        interfaces: PressInterface
    }

    inputPort ReaderIn {
        location: HOME
        protocol: sodep
        interfaces: ReaderInterface
    }

    main {
        subscribe@Board( { location = HOME } )();
        ask@Press( "dancing" );
        leave@Board()();
        notify( news );
        println@Console( news )()
    }
}
