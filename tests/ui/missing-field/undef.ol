// A field is there until it is taken away, in both branches.
type Ticket { row: int seat: int }

interface HallInterface {
    requestResponse: book( Ticket )( Ticket )
}

service Hall {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: HallInterface
    }
    main {
        book( ticket )( ticket ) { //~ Q0201
            if( ticket.row > 10 ) {
                undef( ticket.seat )
            } else {
                row = ticket.row;
                undef( ticket );
                ticket.row = row
            }
        }
    }
}
