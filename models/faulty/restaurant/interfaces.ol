// What a restaurant, its kitchen, its bank and a guest say.

interface RestaurantInterface {
    oneWay:
        order( string )
}

interface KitchenInterface {
    requestResponse:
        cook( string )( string )
}

interface BankInterface {
    requestResponse:
        charge( int )( void ) throws Declined( int )
}

interface GuestInterface {
    oneWay:
        serve( string ),
        refuse( int )
}
