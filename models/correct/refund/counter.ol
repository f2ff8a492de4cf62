// The counter of a shop: thirty days, and no longer.
// verdict: correct

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
        late.until = 30;
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
