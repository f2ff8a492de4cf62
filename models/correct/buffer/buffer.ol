// A buffer with one place: it listens to both sides, and remembers who waits.
// verdict: correct

from .interfaces import BufferInterface, ConsumerInterface, ProducerInterface

service Buffer {
    outputPort Producer {
        location: "socket://localhost:8451"
        protocol: sodep
        interfaces: ProducerInterface
    }

    outputPort Consumer {
        location: "socket://localhost:8452"
        protocol: sodep
        interfaces: ConsumerInterface
    }

    inputPort BufferIn {
        location: "socket://localhost:8450"
        protocol: sodep
        interfaces: BufferInterface
    }

    main {
        full = false;
        wanted = false;
        // Two items, and each is put and wanted.
        for( i = 0, i < 4, i++ ) {
            [ put( number ) ] {
                full = true
            }
            [ want() ] {
                wanted = true
            };
            if( full && wanted ) {
                full = false;
                wanted = false;
                item@Consumer( number );
                free@Producer()
            }
        }
    }
}
