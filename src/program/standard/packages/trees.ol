type GetHashMapRequest {
    vector*: void { ? }
    key: string
}

interface TreesInterface {
    RequestResponse:
        getHashMap( GetHashMapRequest )( undefined )
}

service Trees {
    inputPort Trees {
        location: "local"
        interfaces: TreesInterface
    }

    foreign java {
    }
}
