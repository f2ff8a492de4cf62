// A bookshop: what is in stock is sold, with a receipt.
// verdict: correct

from .interfaces import BookshopInterface

service Bookshop {
    execution: concurrent

    inputPort BookshopIn {
        location: "socket://localhost:8310"
        protocol: sodep
        interfaces: BookshopInterface
    }

    init {
        stock.( "Dubliners" ).price = 12;
        stock.( "Ulysses" ).price = 20
    }

    define writeReceipt {
        with( receipt ) {
            .title = purchase.title;
            .number = new
        }
    }

    main {
        buy( purchase )( receipt ) {
            if( !is_defined( stock.( purchase.title ) ) ) {
                throw( SoldOut, purchase.title )
            };
            writeReceipt;
            receipt.price = purchase.copies * int( stock.( purchase.title ).price )
        }
    }
}
