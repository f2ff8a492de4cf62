// Is sure that it is bought.
// verdict: Q0311 line 10
// verdict: Q0514 line 18

from .interfaces import BobInterface

service Bob {
    plays Share.Bob

    inputPort In {
        location: "socket://localhost:9051"
        protocol: sodep
        interfaces: BobInterface
    }

    main {
        share( price )( part ) { part = price };
        bought( total )
    }
}
