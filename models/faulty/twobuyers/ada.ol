// Ada asks for a book, and tells Charles what she gives.

from .interfaces import BuyerInterface, FirstBuyerInterface, SellerInterface

service Ada {
    outputPort Seller {
        location: "socket://localhost:8410"
        protocol: sodep
        interfaces: SellerInterface
    }

    outputPort Charles {
        location: "socket://localhost:8412"
        protocol: sodep
        interfaces: BuyerInterface
    }

    inputPort AdaIn {
        location: "socket://localhost:8411"
        protocol: sodep
        interfaces: FirstBuyerInterface
    }

    main {
        ask@Seller( "On Dancing" );
        quote( price );
        share@Charles( price / 2 )
    }
}
