// A kitchen: eggs and toast at the same time, and the tray when both are ready.
// Who wants no eggs gets no breakfast: the other branch forgets the signal.
// verdict: Q0302 line 45

type Order {
    eggs: int
    slices: int
}

type Tray {
    eggs?: int
    toast: int
    ready: bool
}

interface KitchenInterface {
    requestResponse:
        breakfast( Order )( Tray )
}

service Kitchen {
    execution: concurrent

    inputPort KitchenIn {
        location: "socket://localhost:8170"
        protocol: http { format = "json" }
        interfaces: KitchenInterface
    }

    main {
        breakfast( order )( tray ) {
            {
                if( order.eggs > 0 ) {
                    tray.eggs = order.eggs;
                    linkOut( boiled )
                }
            }
            |
            {
                tray.toast = order.slices;
                linkOut( toasted )
            }
            |
            {
                linkIn( boiled );
                linkIn( toasted );
                tray.ready = true
            }
        }
    }
}
