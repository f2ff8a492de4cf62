// One variable for two messages.
type Login { name: string password: string }
type Logout { name: string }

interface UserInterface {
    requestResponse: login( Login )( bool )
    oneWay: logout( Logout )
}

service User {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: UserInterface
    }
    main {
        [ login( request )( known ) { known = true } ]
        [ logout( request ) ]
    }
}

service Main {
    embed User as User
    main {
        request.name = "Ada";
        request.password = "secret";
        login@User( request )( known );
        if( known ) {
            logout@User( request ) //~ Q0202
        }
    }
}
