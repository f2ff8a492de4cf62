// Whoever books the studio gets a key, and members a reduction; the key is given back.
// Only members get a key that the session knows: who is none can never leave.
// verdict: Q0411 line 40

type Key {
    key: string
    reduced: bool
}

interface StudioInterface {
    requestResponse:
        book( bool )( Key )
    oneWay:
        leave( Key )
}

service Studio {
    execution: concurrent

    cset {
        key: Key.key
    }

    inputPort StudioIn {
        location: "socket://localhost:8720"
        protocol: sodep
        interfaces: StudioInterface
    }

    main {
        book( member )( key ) {
            if( member ) {
                key.key = csets.key = new;
                key.reduced = true
            } else {
                key.key = new;
                key.reduced = false
            }
        };
        leave( key )
    }
}
