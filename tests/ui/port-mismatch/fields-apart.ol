// No message can be of both types: a field that one wants the other does not have.
type Order { article: string amount: int }
type Booking { article: string number: int }

service Shop {
    execution: concurrent
    inputPort In {
        location: "local"
        requestResponse: order( Booking )( void )
    }
    main {
        order( booking )() { nullProcess }
    }
}

service Main {
    outputPort Shop {
        requestResponse: order( Order )( void )
    }
    embed Shop in Shop
    main {
        order@Shop( { article = "tea", amount = 1 } )() //~ Q0316
    }
}
