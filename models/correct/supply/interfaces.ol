// A supply chain: from the order of a customer to the door.
// verdict: correct

type Order {
    item: string
    price: int
}

interface ShopInterface {
    oneWay:
        buy( Order ),
        paid( int ),
        packed( string )
}

interface BankInterface {
    oneWay:
        bill( Order )
}

interface WarehouseInterface {
    oneWay:
        pack( string )
    requestResponse:
        fetch( string )( string )
}

interface CarrierInterface {
    oneWay:
        pickUp( string )
}

interface CustomerInterface {
    oneWay:
        ring( string )
}
