// A badge has a name, whose field is named by a variable.
// verdict: correct

type Badge {
    name: string
    room*: int
}

interface GateInterface {
    requestResponse: enter( Badge )( bool )
}

service Gate {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: GateInterface
    }

    main {
        enter( badge )( open ) {
            open = badge.name == "Ann"
        }
    }
}

service Main {
    embed Gate as Gate

    main {
        field = "name";
        badge.( field ) = "Ann";
        enter@Gate( badge )( open )
    }
}
