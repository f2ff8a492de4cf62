// A visitor: logs in, writes a line, reads the page and leaves.

from console import Console
from .interfaces import NotebookInterface

service Visitor {
    embed Console as Console

    outputPort Notebook {
        location: "socket://localhost:8020"
        protocol: sodep
        interfaces: NotebookInterface
    }

    main {
        scope( visit ) {
            install( Refused =>
                println@Console( "not for you, " + visit.Refused )()
            );
            login@Notebook( {
                user = "Ada",
                password = "quadrille"
            } )( ticket );
            write@Notebook( {
                sid = ticket.sid,
                text = "first line"
            } )();
            read@Notebook( { sid = ticket.sid } )( page );
            println@Console( page )();
            logout@Notebook( { sid = ticket.sid } )
        }
    }
}
