// Takes a half.
// verdict: correct

from .interfaces import BobInterface

service Bob {
    plays Share.Bob

    inputPort In {
        location: "socket://localhost:9051"
        protocol: sodep
        interfaces: BobInterface
    }

    main {
        share( price )( part ) { part = price / 2 };
        [ bought( price ) ]
        [ dropped( why ) ]
    }
}
