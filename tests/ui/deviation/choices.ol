// A choice of the partner: taken as it comes, or decided alone.
session Order {
    Buyer -> Seller: order( item: string )( price: int );
    [ Buyer -> Seller: pay( amount: int ) ] {}
    [ Buyer -> Seller: cancel( why: string ) ] {}
}

interface Shop {
    requestResponse: order( string )( int ) throws SoldOut
    oneWay: pay( int ), cancel( string )
}

service Choosing {
    plays Order.Seller
    inputPort In { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        order( item )( price ) { price = 3 }
        [ pay( amount ) ]
        [ cancel( why ) ]
    }
}

service InDefinitions {
    plays Order.Seller
    inputPort In { location: "socket://localhost:8001" protocol: sodep interfaces: Shop }
    define ending {
        [ pay( amount ) ] { paid = true }
        [ cancel( why ) ] { paid = false }
    }
    main {
        scope( whole ) {
            install( default => nullProcess );
            order( item )( price ) { if( item == "tea" ) { price = 3 } else { price = 4 } };
            ending
        }
    }
}

service Deciding {
    plays Order.Seller
    inputPort In { location: "socket://localhost:8002" protocol: sodep interfaces: Shop }
    main {
        order( item )( price ) { price = 3 };
        if( item == "tea" ) {
            pay( amount ) //~ Q0514
        } else {
            cancel( why ) //~ Q0514
        }
    }
}

service Refusing {
    plays Order.Seller
    inputPort In { location: "socket://localhost:8003" protocol: sodep interfaces: Shop }
    main {
        order( item )( price ) {
            if( item == "tea" ) { throw( SoldOut ) } //~ Q0514
            price = 3
        };
        [ pay( amount ) ]
        [ cancel( why ) ]
    }
}

service Impatient {
    plays Order.Seller
    inputPort In { location: "socket://localhost:8004" protocol: sodep requestResponse: order( string )( int ) }
    main {
        order( item )( price ) { price = 3 } //~ Q0514
    }
}

service Leaving {
    plays Order.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        order@Seller( "tea" )( price );
        if( price < 5 ) {
            pay@Seller( price )
        } else {
            cancel@Seller( "too much" )
        }
    }
}

service Always {
    plays Order.Buyer( Seller => Shop )
    outputPort Shop { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    init { item = "tea" }
    main {
        order@Shop( item )( price );
        pay@Shop( price )
    }
}

service Silent {
    plays Order.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        order@Seller( "tea" )( price );
        if( price < 5 ) {
            pay@Seller( price )
        } //~ Q0514
    }
}

service Hasty {
    plays Order.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        pay@Seller( 3 ); //~ Q0514
        order@Seller( "tea" )( price )
    }
}

service Twice {
    plays Order.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        order@Seller( "tea" )( price );
        pay@Seller( price );
        cancel@Seller( "no" ) //~ Q0514
    }
}

service AtOnce {
    plays Order.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        order@Seller( "tea" )( price );
        { pay@Seller( price ) | cancel@Seller( "no" ) } //~ Q0514 Q0514
    }
}

service Looping {
    plays Order.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Shop }
    main {
        order@Seller( "tea" )( price );
        while( true ) { price = price + 1 } //~ Q0514
    }
}
