// A `linkIn` that nobody signals, and nobody waits for an answer: it keeps the service alive.
interface Shop { requestResponse: price( string )( int ) }

service Server {
    outputPort Backend { location: "socket://localhost:8001" protocol: sodep interfaces: Shop }
    inputPort In { location: "socket://localhost:8000" protocol: sodep aggregates: Backend }
    main {
        linkIn( never )
    }
}
