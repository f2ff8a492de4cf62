// A node registers when it starts, and answers what it is asked from then on.
// verdict: correct

from .interfaces import RegistryInterface, NodeInterface

constants {
    HERE = "socket://localhost:8570"
}

service Node {
    execution: concurrent

    outputPort Registry {
        location: "socket://localhost:8571"
        protocol: sodep
        interfaces: RegistryInterface
    }

    inputPort NodeIn {
        location: HERE
        protocol: sodep
        interfaces: NodeInterface
    }

    init {
        register@Registry( {
            name = "a"
            location = HERE
        } )( known )
    }

    main {
        ping()( here ) {
            here = true
        }
    }
}
