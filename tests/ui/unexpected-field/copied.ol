// The whole of another message is copied into an answer that takes a part of it.
type Person { name: string age: int }
type Card { name: string }

interface OfficeInterface {
    requestResponse: card( Person )( Card )
}

service Office {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: OfficeInterface
    }
    main {
        card( person )( card ) { //~ Q0202
            card << person
        }
    }
}
