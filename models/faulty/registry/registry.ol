// The registry asks each node that registers whether it can be reached before it answers.

from .interfaces import RegistryInterface, NodeInterface

service Registry {
    execution: concurrent

    outputPort Node {
        protocol: sodep
        interfaces: NodeInterface
    }

    inputPort RegistryIn {
        location: "socket://localhost:8571"
        protocol: sodep
        interfaces: RegistryInterface
    }

    main {
        register( entry )( known ) {
            Node.location = entry.location;
            ping@Node()( known )
        }
    }
}
