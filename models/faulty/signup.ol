// A form is filled in over several messages, in the order that the visitor likes.
// The name comes first now, and no visitor can know: an address that is early blocks the form.
// verdict: Q0306 line 41

type Form {
    form: string
}

type Entry {
    form: string
    text: string
}

interface SignUpInterface {
    requestResponse:
        open( void )( Form ),
        finish( Form )( string )
    oneWay:
        setName( Entry ),
        setAddress( Entry )
}

service SignUp {
    execution: concurrent

    cset {
        form: Form.form Entry.form
    }

    inputPort SignUpIn {
        location: "socket://localhost:8510"
        protocol: http
        interfaces: SignUpInterface
    }

    main {
        open()( form ) {
            csets.form = new;
            form.form = csets.form
        };
        setName( name );
        setAddress( address );
        finish( form )( name.text + ", " + address.text )
    }
}
