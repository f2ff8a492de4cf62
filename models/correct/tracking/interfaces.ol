// What a depot does with parcels.
// verdict: correct

type Parcel {
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
        register( Parcel )( Label ),
        deliver( Label )( int )
    oneWay:
        scan( Scan )
}
