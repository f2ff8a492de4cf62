// What a notebook understands. Every message after the login carries the session's ticket.

type Credentials {
    user: string
    password: string
}

type Ticket {
    sid: string
}

type Note {
    sid: string
    text: string
}

type Farewell {
    sid: string
}

interface NotebookInterface {
    requestResponse:
        login( Credentials )( Ticket ) throws Refused( string ),
        write( Note )( void ),
        read( Ticket )( string )
    oneWay:
        logout( Farewell )
}
