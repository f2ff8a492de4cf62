// An errand boy is sent off while somebody waits for his receipt, which he brings for large errands only.
// verdict: Q0302 line 37

interface ShopInterface { oneWay: fetch( int ) }
interface HomeInterface { oneWay: receipt( string ) }

service Boy {
    execution: concurrent

    inputPort Street {
        location: "local"
        interfaces: ShopInterface
    }

    outputPort Home {
        location: "local://home"
        interfaces: HomeInterface
    }

    main {
        fetch( sum )
        if ( sum > 100 ) {
            receipt@Home( "paid" )
        }
    }
}

service Main {
    embed Boy as Boy

    inputPort Door {
        location: "local://home"
        interfaces: HomeInterface
    }

    main {
        fetch@Boy( 10 ) | receipt( text )
    }
}
