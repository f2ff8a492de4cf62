// A kitchen: one dish after another.
// verdict: correct

from .interfaces import KitchenInterface

service Kitchen {
    execution: sequential

    inputPort KitchenIn {
        location: "socket://localhost:8261"
        protocol: sodep
        interfaces: KitchenInterface
    }

    main {
        cook( dish )( "hot " + dish )
    }
}
