// An app: each visitor may enter when the provider has granted it.
// verdict: correct

from .interfaces import AppInterface, Ticket

service App {
    execution: concurrent

    cset {
        ticket: Ticket.ticket
    }

    inputPort AppIn {
        location: "socket://localhost:8470"
        protocol: http
        interfaces: AppInterface
    }

    main {
        begin()( visitor ) {
            csets.ticket = new;
            visitor.ticket = csets.ticket
        };
        [ granted( visitor ) ] {
            enter( visitor )( "welcome" )
        }
        [ denied( visitor ) ]
    }
}
