// The session has ended when the message comes, or ends while it lies in its queue: one mistake.

type Ticket {
    id: string
}

interface HotelInterface {
    requestResponse:
        reserve( void )( Ticket ),
        cancel( Ticket )( void )
}

service Main {
    embed Hotel

    outputPort Hotel {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: HotelInterface
    }

    main {
        reserve@Hotel()( ticket );
        cancel@Hotel( ticket )();
        cancel@Hotel( ticket )() //~ Q0304
    }
}

service Hotel {
    execution: concurrent

    cset {
        id: Ticket.id
    }

    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: HotelInterface
    }

    main {
        reserve()( ticket ) {
            csets.id = new;
            ticket.id = csets.id
        };
        cancel( ticket )()
    }
}
