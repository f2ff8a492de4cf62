// The catalogue: what each thing costs.

from .interfaces import CatalogueInterface

service Catalogue {
    execution: concurrent

    inputPort CatalogueIn {
        location: "socket://localhost:8061"
        protocol: sodep
        interfaces: CatalogueInterface
    }

    init {
        global.prices.tea = 3;
        global.prices.bread = 2
    }

    main {
        price( item )( amount ) {
            if( !is_defined( global.prices.( item ) ) ) {
                throw( NotSold, item )
            };
            amount = global.prices.( item )
        }
    }
}
