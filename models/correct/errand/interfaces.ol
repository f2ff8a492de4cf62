// What a warehouse and its customer send one another.
// verdict: correct

interface WarehouseInterface {
    oneWay:
        order( string )
    requestResponse:
        sign( string )( void )
}

interface CustomerInterface {
    oneWay:
        parcel( string )
}
