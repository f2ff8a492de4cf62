// A depot: a session for each parcel, from its registration to its delivery.
// verdict: correct

from .interfaces import DepotInterface, Label, Scan

service Depot {
    execution: concurrent

    cset {
        parcel: Label.parcel Scan.parcel
    }

    inputPort DepotIn {
        location: "socket://localhost:8120"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        register( parcel )( label ) {
            csets.parcel = new;
            label.parcel = csets.parcel
        };
        places = 0;
        provide
            [ scan( stop ) ] {
                places++
            }
        until
            [ deliver( label )( places ) ]
    }
}
