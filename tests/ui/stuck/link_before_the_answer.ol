// A `linkIn` that nobody signals keeps a service alive, but not while somebody waits for an answer.
interface Shop { requestResponse: price( string )( int ) }

service Server {
    execution: concurrent
    inputPort In { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        price( item )( 3 ) {
            linkIn( never ) //~ Q0302
        }
    }
}
