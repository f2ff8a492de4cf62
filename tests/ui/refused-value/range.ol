// Constants are put in their places; one of several ranges is enough.
constants { SPEED = 55 }

type Speed: int( ranges( [ 0, 50 ], [ 80, 130 ] ) )

interface CarInterface {
    oneWay: drive( Speed )
}

service Car {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: CarInterface
    }
    main {
        drive( speed )
    }
}

service Main {
    embed Car as Car
    main {
        drive@Car( 50 );
        drive@Car( 100 );
        drive@Car( SPEED ) //~ Q0205
    }
}
