// The press prints page after page, and listens meanwhile.
// verdict: correct

from console import Console
from .interfaces import PressInterface, EditorInterface

service Press {
    embed Console as Console

    outputPort Editor {
        location: "socket://localhost:8561"
        protocol: sodep
        interfaces: EditorInterface
    }

    inputPort PressIn {
        location: "socket://localhost:8560"
        protocol: sodep
        interfaces: PressInterface
    }

    main {
        stopped = false;
        {
            stop();
            stopped = true
        }
        |
        while( !stopped ) {
            next@Editor()( page );
            println@Console( "page " + page )()
        }
    }
}
