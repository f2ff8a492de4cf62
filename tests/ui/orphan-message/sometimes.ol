// The session may end before the second message comes, or after it.

interface SellerInterface {
    oneWay: a( int ), b( int )
}

service Main {
    embed Seller

    outputPort Seller {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        install( IOException => nullProcess );
        a@Seller( 1 );
        a@Seller( 2 ) //~ Q0303
    }
}

service Seller {
    inputPort In {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        [ a( x ) ]
        [ b( y ) ]
    }
}
