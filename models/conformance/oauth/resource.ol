// Shows what it has.
// verdict: correct

from .interfaces import ResourceInterface

service Resource {
    plays Grant.Resource
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9123"
        protocol: sodep
        interfaces: ResourceInterface
    }

    main { read( token )( data ) { data = "mail" } }
}
