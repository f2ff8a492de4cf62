// Two ports with one interface: the same operations, nothing to say.
interface ShopInterface {
    requestResponse: order( string )( int ) throws SoldOut( string )
}

service Main {
    execution: concurrent
    inputPort Front {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: ShopInterface
    }
    inputPort Back {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: ShopInterface
    }
    main {
        order( item )( 1 )
    }
}
