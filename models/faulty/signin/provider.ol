// A provider: knows the passwords, and tells the app before the user.
// A wrong password is kept from the app, which waits.

from .interfaces import AppInterface, ProviderInterface

service Provider {
    execution: concurrent

    outputPort App {
        location: "socket://localhost:8470"
        protocol: http
        interfaces: AppInterface
    }

    inputPort ProviderIn {
        location: "socket://localhost:8471"
        protocol: http
        interfaces: ProviderInterface
    }

    main {
        login( credentials )( right ) {
            right = credentials.password == "sesame";
            ticket.ticket = credentials.ticket;
            if( right ) {
                granted@App( ticket )
            }
        }
    }
}
