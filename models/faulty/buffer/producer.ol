// A producer: puts an item when there is a place for it.

from .interfaces import BufferInterface, ProducerInterface

service Producer {
    outputPort Buffer {
        location: "socket://localhost:8450"
        protocol: sodep
        interfaces: BufferInterface
    }

    inputPort ProducerIn {
        location: "socket://localhost:8451"
        protocol: sodep
        interfaces: ProducerInterface
    }

    main {
        for( i = 0, i < 2, i++ ) {
            put@Buffer( i );
            free()
        }
    }
}
