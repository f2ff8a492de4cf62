// The session is found by a token that another one has made and told its client.
type Token {
    token: string
}

interface OwnInterface {
    oneWay: begin( Token )
}

interface ShopInterface {
    requestResponse: open( void )( Token )
    oneWay: stop( Token )
}

service Shop {
    execution: concurrent

    cset {
        token: Token.token
    }

    outputPort Self {
        location: "local://Shop"
        interfaces: OwnInterface
    }

    inputPort Own {
        location: "local://Shop"
        interfaces: OwnInterface
    }

    inputPort ShopIn {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: ShopInterface
    }

    main {
        [ open()( answer ) {
            answer.token = new;
            begin@Self( answer )
        } ]
        [ begin( start ) ] {
            stop( end )
        }
    }
}
