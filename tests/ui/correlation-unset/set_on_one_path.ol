// Set on some path before is enough: this is a question for the states.
type Login { user: string }
type Ticket { sid: string }
type Message { sid: string }

service Chat {
    execution: concurrent
    cset { sid: Message.sid }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: login( Login )( Ticket )
        oneWay: say( Message )
    }
    main {
        login( who )( ticket ) {
            if( who.user == "Ada" ) {
                csets.sid = new
            } else {
                csets.sid = who.user
            };
            ticket.sid = csets.sid
        };
        say( message )
    }
}
