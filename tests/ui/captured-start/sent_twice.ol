// Both sessions of the client use one identifier: the second message goes to the session of the first.

type Parcel {
    id: string
}

interface DepotInterface {
    requestResponse:
        register( Parcel )( void ),
        deliver( Parcel )( void )
}

service Main {
    embed Depot

    outputPort Depot {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        register@Depot( { id = "1" } )();
        register@Depot( { id = "1" } )();
        deliver@Depot( { id = "1" } )()
    }
}

service Depot {
    execution: concurrent

    cset {
        id: Parcel.id
    }

    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: DepotInterface
    }

    main {
        register( parcel )(); //~ Q0307
        deliver( parcel )()
    }
}
