// What the two departments of a shop do.

type Order {
    item: string
    pieces: int
}

type Bill {
    number: int
    total: int
}

interface CatalogueInterface {
    requestResponse:
        price( string )( int ) throws NotSold( string )
}

interface OrdersInterface {
    requestResponse:
        order( Order )( Bill ) throws NotSold( string )
}

interface DoorInterface {
    requestResponse:
        greet( string )( string )
}
