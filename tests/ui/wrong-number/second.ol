// An optional field is one at most.
type Form { mail?: string }

interface DeskInterface {
    oneWay: file( Form )
}

service Desk {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: DeskInterface
    }
    main {
        file( form )
    }
}

service Main {
    embed Desk as Desk
    main {
        with( form ) {
            .mail = "a@example.org";
            .mail[ 1 ] = "b@example.org"
        };
        file@Desk( form ) //~ Q0204
    }
}
