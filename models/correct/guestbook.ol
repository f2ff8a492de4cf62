// A page for each guest, who is told its identifier.
// verdict: correct

type Line {
    page: string
    text: string
}

interface GuestbookInterface {
    requestResponse:
        open( string )( string )
    oneWay:
        write( Line ),
        close( Line )
}

service Guestbook {
    execution: concurrent

    cset {
        page: Line.page
    }

    inputPort GuestbookIn {
        location: "socket://localhost:8710"
        protocol: sodep
        interfaces: GuestbookInterface
    }

    main {
        open( guest )( page ) {
            csets.page = new;
            page = csets.page
        };
        provide
            [ write( line ) ]
        until
            [ close( last ) ]
    }
}
