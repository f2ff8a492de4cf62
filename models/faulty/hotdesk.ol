// Desks are taken by a badge, which is shown when they are left.
// Guests need no badge: the desk of one without can never be left.
// verdict: Q0412 line 25

type Take {
    badge?: string
    desk?: int
}

type Leave {
    badge: string
}

interface OfficeInterface {
    requestResponse:
        take( Take )( bool )
    oneWay:
        leave( Leave )
}

service Office {
    execution: concurrent

    cset {
        badge: Take.badge Leave.badge
    }

    inputPort OfficeIn {
        location: "socket://localhost:8728"
        protocol: sodep
        interfaces: OfficeInterface
    }

    main {
        take( desk )( true );
        here = true;
        while( here ) {
            [ take( again )( false ) ]
            [ leave( last ) ] { here = false }
        }
    }
}
