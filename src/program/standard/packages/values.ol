type ComparisonRequest { fst: undefined snd: undefined }

interface ValuesInterface {
    RequestResponse:
        equals( ComparisonRequest )( bool ),
        hashCode( undefined )( int )
}

service Values {
    inputPort input {
        location: "local"
        interfaces: ValuesInterface
    }

    foreign java {
        class: "joliex.lang.Values"
    }
}
