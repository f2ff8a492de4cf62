// A van of the north: it registers a parcel, scans it once and delivers it.

from .interfaces import DepotInterface

service North {
    outputPort Depot {
        location: "socket://localhost:8120"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        label.parcel = "1";
        register@Depot( {
            parcel = label.parcel,
            city = "Oslo"
        } )();
        scan@Depot( {
            parcel = label.parcel,
            place = "Odense"
        } );
        deliver@Depot( { parcel = label.parcel } )( places )
    }
}
