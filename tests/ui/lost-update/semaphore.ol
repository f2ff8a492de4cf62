// What lies between `acquire` and `release` of a semaphore is kept from other sessions; what comes after is not.
from semaphore_utils import SemaphoreUtils

service Counter {
    execution: concurrent

    embed SemaphoreUtils as SemaphoreUtils

    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: enter( void )( int ), leave( void )( int ), wave( void )( int )
    }

    define begin {
        acquire@SemaphoreUtils( mutex )()
        global.inside = global.inside + 1
        if( global.inside == 1 ) {
            acquire@SemaphoreUtils( { name = "door" } )()
        }
        release@SemaphoreUtils( mutex )()
    }

    init {
        mutex.name = "mutex"
        mutex.permits = 1
        release@SemaphoreUtils( mutex )()
    }

    main {
        [ enter()( number ) {
            begin
            number = global.inside
        } ]
        [ leave()( number ) {
            acquire@SemaphoreUtils( { name = "mutex" } )()
            number = --global.inside
            release@SemaphoreUtils( { name = "mutex" } )()
        } ]
        [ wave()( number ) {
            acquire@SemaphoreUtils( mutex )()
            seen = global.waves
            release@SemaphoreUtils( mutex )()
            global.waves = seen + 1 //~ Q0421
            number = global.waves
        } ]
    }
}
