// A ride is ordered, its driver reports, and it ends.
// verdict: correct

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
        ride: Ride.ride
    }

    inputPort TaxiIn {
        location: "socket://localhost:8726"
        protocol: sodep
        interfaces: TaxiInterface
    }

    main {
        order( request )( ride ) {
            ride.ride = csets.ride = new
        };
        arrived( end )
    }
}
