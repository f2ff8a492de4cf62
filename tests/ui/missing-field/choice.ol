// No part of a choice fits: the one that comes nearest is told of.
type Circle { radius: double }
type Box { size { width: int height: int } }
type Figure: Circle | Box

interface CanvasInterface {
    requestResponse: draw( Figure )( void )
}

service Canvas {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: CanvasInterface
    }
    main {
        draw( figure )() { nullProcess }
    }
}

service Main {
    embed Canvas as Canvas
    main {
        figure.size << { width = 3 };
        draw@Canvas( figure )() //~ Q0201
    }
}
