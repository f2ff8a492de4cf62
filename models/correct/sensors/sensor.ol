// A sensor on one wall: it measures when it is asked.
// verdict: correct

from math import Math

type Wall {
    name: string
    warmest: double
}

type Reading {
    wall: string
    degrees: double
}

interface SensorInterface {
    requestResponse:
        measure( void )( Reading ),
        reset( void )( void )
}

service Sensor( wall: Wall ) {
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
        [ measure()( reading ) {
            random@Math()( share );
            synchronized( count ) {
                global.count++
            };
            reading << {
                wall = wall.name,
                degrees = wall.warmest * share
            }
        } ]

        [ reset()() {
            synchronized( count ) {
                global.count = 0
            }
        } ]
    }
}
