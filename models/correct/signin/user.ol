// A user who has forgotten the password.
// verdict: correct

from console import Console
from .interfaces import AppInterface, ProviderInterface

service User {
    embed Console as Console

    outputPort App {
        location: "socket://localhost:8470"
        protocol: http
        interfaces: AppInterface
    }

    outputPort Provider {
        location: "socket://localhost:8471"
        protocol: http
        interfaces: ProviderInterface
    }

    main {
        begin@App()( ticket );
        login@Provider( {
            ticket = ticket.ticket,
            password = "abracadabra"
        } )( right );
        if( right ) {
            enter@App( ticket )( page );
            println@Console( page )()
        }
    }
}
