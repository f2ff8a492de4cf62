// Who handles `TypeMismatch` by its name waits for it.
type Order { article: string amount: int }

interface ShopInterface {
    requestResponse: order( Order )( void )
}

service Shop {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: ShopInterface
    }
    main {
        order( request )() { nullProcess }
    }
}

service Main {
    embed Shop as Shop
    main {
        scope( test ) {
            install( TypeMismatch => nullProcess );
            order@Shop( { article = "tea" } )()
        }
    }
}
