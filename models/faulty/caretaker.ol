// A caretaker rings the bell, and waits for the porter to go home, who was never told to.
// verdict: Q0302 line 42

interface PorterInterface { oneWay: ring( int ), home( void ) }
interface CaretakerInterface { oneWay: rung( int ), gone( void ) }

service Porter {
    inputPort Lodge {
        location: "local://lodge"
        interfaces: PorterInterface
    }

    outputPort Caretaker {
        location: "local://caretaker"
        interfaces: CaretakerInterface
    }

    main {
        provide
            [ ring( times ) ] { rung@Caretaker( times ) }
        until
            [ home() ] { gone@Caretaker() }
    }
}

service Main {
    embed Porter

    outputPort Lodge {
        location: "local://lodge"
        interfaces: PorterInterface
    }

    inputPort Office {
        location: "local://caretaker"
        interfaces: CaretakerInterface
    }

    main {
        ring@Lodge( 2 )
        rung( times )
        gone()
    }
}
