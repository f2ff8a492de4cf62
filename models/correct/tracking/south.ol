// A van of the south: its parcel goes straight to the door.
// verdict: correct

from .interfaces import DepotInterface

service South {
    outputPort Depot {
        location: "socket://localhost:8120"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        register@Depot( { city = "Rome" } )( label );
        deliver@Depot( { parcel = label.parcel } )( places )
    }
}
