type Message { sid: string }

service Chat {
    execution: concurrent
    cset { sid: Message.sid }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        oneWay: say( Message ), shout( string )
    }
    main {
        [ say( csets.sid ) ] //~ Q0405
        [ shout( global.words ) ] //~ Q0405
    }
}
