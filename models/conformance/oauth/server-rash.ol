// A server that does not ask the user.
// verdict: Q0514 line 22

from .interfaces import ServerInterface, UserInterface

service Server {
    plays Grant.Server

    inputPort In {
        location: "socket://localhost:9121"
        protocol: sodep
        interfaces: ServerInterface
    }

    outputPort User {
        location: "socket://localhost:9122"
        protocol: sodep
        interfaces: UserInterface
    }

    main {
        authorize( extent )( code ) {
            code = new
        };
        token( code )( token ) { token = new }
    }
}
