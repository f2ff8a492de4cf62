// A van of the south: its parcel goes straight to the door.

from .interfaces import DepotInterface

service South {
    outputPort Depot {
        location: "socket://localhost:8120"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        label.parcel = "1";
        register@Depot( {
            parcel = label.parcel,
            city = "Rome"
        } )();
        deliver@Depot( { parcel = label.parcel } )( places )
    }
}
