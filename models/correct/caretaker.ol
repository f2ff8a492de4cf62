// A caretaker rings the bell, and sends the porter home at the end of the day.
// verdict: correct

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
        home@Lodge()
        gone()
    }
}
