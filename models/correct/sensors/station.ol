// A weather station: two sensors embedded with their walls, and an internal service that does the sums.
// verdict: correct

from console import Console
from .sensor import Sensor

type Two {
    first: double
    second: double
}

interface SumsInterface {
    requestResponse:
        average( Two )( double ),
        difference( Two )( double )
}

// An internal service: it has no file and no port of its own, and is called by its name.
service Sums {
    Interfaces: SumsInterface

    main {
        [ average( two )( (two.first + two.second) / 2.0 ) ]

        [ difference( two )( result ) {
            result = two.first - two.second;
            if( result < 0.0 ) {
                result = 0.0 - result
            }
        } ]
    }
}

service Station {
    embed Console as Console

    embed Sensor( {
        name = "north",
        warmest = 20.0
    } ) as North

    embed Sensor( {
        name = "south",
        warmest = 30.0
    } ) as South

    main {
        { reset@North()() | reset@South()() };
        { measure@North()( north ) | measure@South()( south ) };
        two << {
            first = north.degrees,
            second = south.degrees
        };
        average@Sums( two )( mean );
        difference@Sums( two )( apart );
        println@Console( mean + " degrees, " + apart + " apart" )()
    }
}
