// The session sets the correlation variable itself.
type Open { room?: string }
type Message { room: string }
service Chat {
    execution: concurrent
    cset { room: Open.room Message.room }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: open( Open ), say( Message )
    }
    main {
        open( request );
        csets.room = new;
        say( message )
    }
}
