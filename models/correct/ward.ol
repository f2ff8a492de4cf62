// Patients in a ward: each has a session, found by a number.
// verdict: correct

type Patient {
    name: string
}

type Note {
    number: int
    text: string
}

interface WardInterface {
    requestResponse:
        admit( Patient )( int )
    oneWay:
        observe( Note ),
        discharge( Note )
}

service Ward {
    execution: concurrent

    cset {
        number: Note.number
    }

    inputPort WardIn {
        location: "socket://localhost:8711"
        protocol: sodep
        interfaces: WardInterface
    }

    init {
        global.patients = 0
    }

    main {
        admit( patient )( number ) {
            synchronized( patients ) {
                global.patients = global.patients + 1;
                csets.number = global.patients
            };
            number = csets.number
        };
        here = true;
        while( here ) {
            [ observe( note ) ]
            [ discharge( last ) ] { here = false }
        }
    }
}
