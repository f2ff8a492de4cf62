// A ride is ordered, its driver reports, and it ends.
// The street is the ride now: who orders from the same street waits for the ride before.
// verdict: Q0307 line 34

type Order {
    street: string
}

type Ride {
    ride: string
}

interface TaxiInterface {
    requestResponse:
        order( Order )( Ride )
    oneWay:
        arrived( Ride )
}

service Taxi {
    execution: concurrent

    cset {
        ride: Ride.ride Order.street
    }

    inputPort TaxiIn {
        location: "socket://localhost:8726"
        protocol: sodep
        interfaces: TaxiInterface
    }

    main {
        order( request )( ride ) {
            ride.ride = request.street
        };
        arrived( end )
    }
}
