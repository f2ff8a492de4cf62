// The editor has a page ready whenever it is asked for, and stops the press after the second.
// verdict: correct

from .interfaces import PressInterface, EditorInterface

service Editor {
    execution: concurrent

    outputPort Press {
        location: "socket://localhost:8560"
        protocol: sodep
        interfaces: PressInterface
    }

    inputPort EditorIn {
        location: "socket://localhost:8561"
        protocol: sodep
        interfaces: EditorInterface
    }

    init {
        global.pages = 0
    }

    main {
        next()( page ) {
            synchronized( pages ) {
                global.pages = global.pages + 1;
                page = global.pages
            };
            if( page == 2 ) {
                stop@Press()
            }
        }
    }
}
