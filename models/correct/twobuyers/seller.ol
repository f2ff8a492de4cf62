// A seller: quotes a price to both buyers, and delivers when the second accepts.
// verdict: correct

from .interfaces import BuyerInterface, FirstBuyerInterface, SellerInterface

constants {
    PRICE = 80
}

service Seller {
    outputPort Ada {
        location: "socket://localhost:8411"
        protocol: sodep
        interfaces: FirstBuyerInterface
    }

    outputPort Charles {
        location: "socket://localhost:8412"
        protocol: sodep
        interfaces: BuyerInterface
    }

    inputPort SellerIn {
        location: "socket://localhost:8410"
        protocol: sodep
        interfaces: SellerInterface
    }

    main {
        ask( title );
        quote@Ada( PRICE );
        quote@Charles( PRICE );
        [ accept( address ) ] {
            date@Charles( "Monday" )
        }
        [ quit() ]
    }
}
