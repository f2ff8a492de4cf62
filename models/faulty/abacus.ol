// What was counted goes into the next question, as a number where a text belongs.
// verdict: Q0203 line 34

type Count {
    number: int
    note?: string
}

interface AbacusInterface {
    requestResponse: more( Count )( int )
}

service Abacus {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: AbacusInterface
    }

    main {
        more( count )( next ) {
            next = count.number + 1
        }
    }
}

service Main {
    embed Abacus as Abacus

    main {
        global.count.number = 1;
        for( i = 0, i < 3, i++ ) {
            more@Abacus( global.count )( next );
            global.count.note = next
        }
    }
}
