// Each bag goes into a locker of its own; the keys are answered into the elements of a vector, and the lockers are opened
// with them one after the other.
// verdict: correct

type Bag: void { weight: int }
type Key: void { locker: string weight: int }
type Locker: void { locker: string }

interface Lockers {
    RequestResponse: lock( Bag )( Key ), open( Locker )( Bag )
}

interface Notices {
    OneWay: emptied( void )
}

service Station {
    execution: concurrent
    cset { locker: Locker.locker }

    inputPort Counter {
        location: "local"
        interfaces: Lockers
    }

    outputPort Traveller {
        location: "local://traveller"
        interfaces: Notices
    }

    main {
        lock( bag )( key ) {
            key << { locker = csets.locker = new, weight = bag.weight }
        }
        open( opened )( bag )
        emptied@Traveller()
    }
}

service Main {
    embed Station as Station

    inputPort Traveller {
        location: "local://traveller"
        interfaces: Notices
    }

    main {
        for( i = 0, i < 3, i++ ) {
            bag.weight = i * 2
            lock@Station( bag )( traveller.bags[i].key )
        }
        for( i = 0, i < 3, i++ ) {
            open@Station( { locker = traveller.bags[i].key.locker } )( bag )
        }
        for( i = 0, i < 3, i++ ) {
            emptied()
        }
    }
}
