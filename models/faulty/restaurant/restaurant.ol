// A restaurant: it cooks and charges at the same time. When the card is declined, the guest hears of it.
// The fault ends the branch that was to serve, and nobody tells the guest.
// verdict: Q0305 line 48

from .interfaces import BankInterface, GuestInterface, KitchenInterface, RestaurantInterface

constants {
    PRICE = 80
}

service Restaurant {
    execution: concurrent

    outputPort Kitchen {
        location: "socket://localhost:8261"
        protocol: sodep
        interfaces: KitchenInterface
    }

    outputPort Bank {
        location: "socket://localhost:8262"
        protocol: sodep
        interfaces: BankInterface
    }

    outputPort Guest {
        location: "socket://localhost:8263"
        protocol: sodep
        interfaces: GuestInterface
    }

    inputPort RestaurantIn {
        location: "socket://localhost:8260"
        protocol: sodep
        interfaces: RestaurantInterface
    }

    main {
        order( dish );
        scope( meal ) {
            install( Declined => declined = true );
            {
                {
                    cook@Kitchen( dish )( plate );
                    serve@Guest( plate )
                }
                |
                charge@Bank( PRICE )()
            }
        }
    }
}
