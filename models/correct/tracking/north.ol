// A van of the north: it registers a parcel, scans it once and delivers it.
// verdict: correct

from .interfaces import DepotInterface

service North {
    outputPort Depot {
        location: "socket://localhost:8120"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        register@Depot( { city = "Oslo" } )( label );
        scan@Depot( {
            parcel = label.parcel,
            place = "Odense"
        } );
        deliver@Depot( { parcel = label.parcel } )( places )
    }
}
