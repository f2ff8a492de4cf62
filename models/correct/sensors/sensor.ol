// A sensor on one wall: it measures when it is asked. The station embeds two of them.
// verdict: correct

from math import Math
from .interfaces import SensorInterface

service Sensor {
    execution: concurrent

    embed Math as Math

    inputPort SensorIn {
        location: "local"
        interfaces: SensorInterface
    }

    init {
        global.count = 0
    }

    main {
        [ measure( wall )( reading ) {
            random@Math()( share );
            synchronized( count ) {
                reading.number = ++global.count
            };
            reading.wall = wall;
            reading.degrees = 10.0 + 20.0 * share
        } ]

        [ reset()() {
            synchronized( count ) {
                global.count = 0
            }
        } ]
    }
}
