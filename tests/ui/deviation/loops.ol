// What repeats: `provide … until`, loops and definitions against a `define` of the session.
session Haggle {
    Loop

    define Loop {
        [ Buyer -> Seller: bid( price: int )( taken: bool ) ] { Loop }
        [ Buyer -> Seller: leave( why: string ) ] {}
    }
}

interface Market {
    requestResponse: bid( int )( bool )
    oneWay: leave( string )
}

service Providing {
    plays Haggle.Seller
    inputPort In { location: "socket://localhost:8000" protocol: sodep interfaces: Market }
    main {
        provide
            [ bid( price )( taken ) { taken = price > 3 } ]
        until
            [ leave( why ) ]
    }
}

service Recursive {
    plays Haggle.Seller
    inputPort In { location: "socket://localhost:8001" protocol: sodep interfaces: Market }
    define again {
        [ bid( price )( taken ) { taken = true } ] { again }
        [ leave( why ) ]
    }
    main { again }
}

service While {
    plays Haggle.Seller
    inputPort In { location: "socket://localhost:8002" protocol: sodep interfaces: Market }
    main {
        open = true;
        while( open ) {
            [ bid( price )( taken ) { taken = true } ]
            [ leave( why ) ] { open = false }
        }
    }
}

service Once {
    plays Haggle.Seller
    inputPort In { location: "socket://localhost:8003" protocol: sodep interfaces: Market }
    main {
        [ bid( price )( taken ) { taken = true } ] { leave( why ) } //~ Q0514
        [ leave( why ) ]
    }
}

service Deaf {
    plays Haggle.Seller
    inputPort In { location: "socket://localhost:8004" protocol: sodep interfaces: Market }
    main {
        open = true;
        while( open ) {
            bid( price )( taken ) { taken = true }; //~ Q0514
            if( price > 9 ) { open = false }
        }
        leave( why ) //~ Q0514
    }
}

service Patient {
    plays Haggle.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Market }
    main {
        taken = false;
        price = 1;
        while( !taken ) {
            bid@Seller( price )( taken );
            price++
        }
        leave@Seller( "done" )
    }
}

service Endless {
    plays Haggle.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Market }
    main {
        while( true ) { bid@Seller( 3 )( taken ) }
    }
}

service Forgetful {
    plays Haggle.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Market }
    main {
        for( i = 0, i < 3, i++ ) { bid@Seller( i )( taken ) } //~ Q0514
    }
}

service Again {
    plays Haggle.Buyer
    outputPort Seller { location: "socket://localhost:8000" protocol: sodep interfaces: Market }
    main {
        for( i = 0, i < 3, i++ ) {
            bid@Seller( i )( taken );
            leave@Seller( "done" )
        }
    }
}
