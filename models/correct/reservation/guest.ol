// A guest, who goes elsewhere when the theatre is slow.
// verdict: correct

from .interfaces import TheatreInterface

service Guest {
    outputPort Theatre {
        location: "socket://localhost:9083"
        protocol: sodep
        interfaces: TheatreInterface
    }

    main {
        scope( asking ) {
            install( Timeout => nullProcess )
            reserve@Theatre( { guest = "Ada" card = "1234" } )( ticket )
        }
    }
}
