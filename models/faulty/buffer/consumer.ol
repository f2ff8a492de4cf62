// A consumer: asks for an item, and waits for it.

from .interfaces import BufferInterface, ConsumerInterface

service Consumer {
    outputPort Buffer {
        location: "socket://localhost:8450"
        protocol: sodep
        interfaces: BufferInterface
    }

    inputPort ConsumerIn {
        location: "socket://localhost:8452"
        protocol: sodep
        interfaces: ConsumerInterface
    }

    main {
        for( i = 0, i < 2, i++ ) {
            want@Buffer();
            item( number )
        }
    }
}
