// A notebook with a login: one session for each visitor, found again by the ticket that the login gave.
// The ticket is given away, but the session does not remember it.
// verdict: Q0411 line 36
// verdict: Q0411 line 39
// verdict: Q0411 line 41

from .interfaces import NotebookInterface, Farewell, Note, Ticket

constants {
    PASSWORD = "quadrille"
}

service Notebook {
    execution: concurrent

    // The session of a message is the one whose `csets.sid` equals the `sid` in the message.
    cset {
        sid: Ticket.sid Note.sid Farewell.sid
    }

    inputPort NotebookIn {
        location: "socket://localhost:8020"
        protocol: sodep
        interfaces: NotebookInterface
    }

    main {
        login( credentials )( ticket ) {
            if( credentials.password != PASSWORD ) {
                throw( Refused, credentials.user )
            };
            ticket.sid = new
        };
        text = "";
        provide
            [ write( note )() {
                text = text + note.text + "\n"
            } ]
            [ read( request )( text ) ]
        until
            [ logout( farewell ) ]
    }
}
