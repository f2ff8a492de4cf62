// A depot: a session for each parcel, from its registration to its delivery.
// The vans number their parcels themselves: a second parcel 1 goes to the session of the first, which never takes it.
// verdict: Q0307 line 21

from .interfaces import DepotInterface, Label, Parcel, Scan

service Depot {
    execution: concurrent

    cset {
        parcel: Parcel.parcel Label.parcel Scan.parcel
    }

    inputPort DepotIn {
        location: "socket://localhost:8120"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        register( parcel )();
        places = 0;
        provide
            [ scan( stop ) ] {
                places++
            }
        until
            [ deliver( label )( places ) ]
    }
}
