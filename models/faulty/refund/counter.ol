// The counter of a shop: thirty days, and no longer.
// verdict: Q0201 line 17

from .interfaces import CounterInterface

service Counter {
    execution: concurrent

    inputPort CounterIn {
        location: "socket://localhost:8314"
        protocol: sodep
        interfaces: CounterInterface
    }

    define refuse {
        late.item = goods.item;
        throw( TooLate, late )
    }

    main {
        giveBack( goods )( money ) {
            if( goods.days > 30 ) {
                refuse
            };
            money = 20
        }
    }
}
