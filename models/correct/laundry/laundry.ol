// A laundry: linen comes by the kilogram.
// verdict: correct

type Linen {
    owner: string
    weight: int
}

interface LaundryInterface {
    requestResponse:
        wash( Linen )( string )
}

service Laundry {
    execution: concurrent

    inputPort LaundryIn {
        location: "socket://localhost:8321"
        protocol: sodep
        interfaces: LaundryInterface
    }

    main {
        wash( linen )( ticket ) {
            ticket = linen.owner + "/" + linen.weight
        }
    }
}
