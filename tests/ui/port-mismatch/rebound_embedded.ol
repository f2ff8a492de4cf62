// The port is bound to the embedded service first, and to another one before the message is sent.
service Inner {
    execution: concurrent
    inputPort In {
        location: "local"
        requestResponse: op( int )( int )
    }
    main {
        op( x )( x )
    }
}

service Client {
    outputPort P {
        requestResponse: other( int )( int )
    }
    embed Inner in P
    main {
        P.location = "socket://elsewhere:9";
        P.protocol = "sodep";
        other@P( 5 )( y )
    }
}
