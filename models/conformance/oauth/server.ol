// Asks the user.
// verdict: correct

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
            consent@User( extent )( yes );
            if( !yes ) { throw( Denied, "no" ) };
            code = new
        };
        token( code )( token ) { token = new }
    }
}
