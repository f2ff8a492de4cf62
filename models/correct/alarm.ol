// An egg timer is embedded by a cook, and calls back at a location that it is given.
// verdict: correct

from console import Console
from runtime import Runtime

type Alarm {
    minutes: int
    location: any // who is to be called
}

interface TimerInterface {
    oneWay:
        set( Alarm )
}

interface CookInterface {
    oneWay:
        ring( int )
}

service Timer {
    execution: concurrent

    outputPort Owner {
        interfaces: CookInterface
    }

    inputPort TimerIn {
        location: "local"
        interfaces: TimerInterface
    }

    main {
        set( alarm );
        left = alarm.minutes;
        while( left > 0 ) {
            left--
        };
        Owner.location = alarm.location;
        ring@Owner( alarm.minutes )
    }
}

service Main {
    embed Console as Console
    embed Runtime as Runtime
    embed Timer as Timer

    inputPort CookIn {
        location: "local"
        interfaces: CookInterface
    }

    main {
        getLocalLocation@Runtime()( alarm.location );
        alarm.minutes = 3;
        set@Timer( alarm );
        ring( minutes );
        println@Console( "the egg is done after " + minutes )()
    }
}
