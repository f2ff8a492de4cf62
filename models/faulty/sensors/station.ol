// A weather station: two sensors are embedded, and an internal service does the sums.
// Internal services belong to programs without `service`, such as this one.

include "console.iol"

from .interfaces import SensorInterface

type Two {
    first: double
    second: double
}

interface SumsInterface {
    requestResponse:
        average( Two )( double ),
        difference( Two )( double )
}

// An internal service has no file and no port of its own, and is called by its name.
service Sums {
    Interfaces: SumsInterface

    main {
        [ average( two )( mean ) {
            mean = (two.first + two.second) / 2.0
        } ]

        [ difference( two )( apart ) {
            apart = two.first - two.second;
            if( apart < 0.0 ) {
                apart = 0.0 - apart
            }
        } ]
    }
}

outputPort North {
    interfaces: SensorInterface
}

outputPort South {
    interfaces: SensorInterface
}

embedded {
    Jolie:
        "sensor.ol" in North,
        "sensor.ol" in South
}

main {
    { reset@North()() | reset@South()() };
    { measure@North( "north" )( north ) | measure@South( "south" )( south ) };
    two << {
        first = north.degrees,
        second = south.degrees
    };
    average@Sums( two )( mean );
    difference@Sums( two )( apart );
    println@Console( mean + " degrees, " + apart + " apart" )()
}
