// One operation of the set is received: it is used.
type Open { room: string }
type Close { room: string }

service Chat {
    execution: concurrent
    cset { room: Open.room Close.room }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: open( Open ), close( Close )
    }
    main {
        open( request );
        close( request )
    }
}
