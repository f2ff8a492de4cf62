// Whoever books the studio gets a key, and members a reduction; the key is given back.
// verdict: correct

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
            key.key = csets.key = new;
            if( member ) {
                key.reduced = true
            } else {
                key.reduced = false
            }
        };
        leave( key )
    }
}
