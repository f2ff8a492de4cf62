// A singer.

from .interfaces import BarInterface

service Singer {
    outputPort Bar {
        location: "socket://localhost:8331"
        protocol: sodep
        interfaces: BarInterface
    }

    main {
        draw@Bar()( drawn );
        sing@Bar( { number = drawn.number, title = "Yesterday" } )
    }
}
