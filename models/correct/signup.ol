// A form is filled in over several messages, in the order that the visitor likes.
// verdict: correct

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
        provide
            [ setName( name ) ]
            [ setAddress( address ) ]
        until
            [ finish( form )( name.text + ", " + address.text ) ]
    }
}
