// The message that starts the session sets the variable.
type Open { room: string }
type Line { room: string text: string }

service Chat {
    execution: concurrent
    cset { room: Open.room Line.room }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: open( Open ), say( Line )
    }
    main {
        open( request );
        say( line )
    }
}
