// The press prints page after page, and would listen when it has run dry.

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
        page = 1;
        while( page > 0 ) {
            next@Editor()( page );
            println@Console( "page " + page )()
        };
        stop()
    }
}
