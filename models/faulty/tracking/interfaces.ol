// What a depot does with parcels.

type Parcel {
    parcel: string
    city: string
}

type Label {
    parcel: string
}

type Scan {
    parcel: string
    place: string
}

interface DepotInterface {
    requestResponse:
        register( Parcel )( void ),
        deliver( Label )( int )
    oneWay:
        scan( Scan )
}
