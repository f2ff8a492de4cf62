// A patient is given a number by the nurse, or by the doctor, and is called by it.
// The doctor writes a number down and does not give it to the session.
// verdict: Q0411 line 45

type Number {
    number: string
}

interface ClinicInterface {
    requestResponse:
        nurse( string )( Number ),
        doctor( string )( Number )
    oneWay:
        call( Number )
}

service Clinic {
    execution: concurrent

    cset {
        number: Number.number
    }

    inputPort ClinicIn {
        location: "socket://localhost:8721"
        protocol: sodep
        interfaces: ClinicInterface
    }

    define number {
        csets.number = new;
        given.number = csets.number
    }

    main {
        [ nurse( patient )( given ) {
            number
        } ] {
            call( next )
        }

        [ doctor( patient )( given ) {
            given.number = new
        } ] {
            call( next )
        }
    }
}
