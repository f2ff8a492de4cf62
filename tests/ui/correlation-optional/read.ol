// To read the correlation variable does not set it.
type Open { room?: string }
type Message { room: string }
service Chat {
    execution: concurrent
    cset { room: Open.room Message.room } //~ Q0412
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: open( Open ), say( Message )
    }
    main {
        open( request );
        here = csets.room;
        say( message )
    }
}
