// A rack for three bottles at most, filled one by one.
// verdict: correct

type Rack {
    bottle[1,3]: string
}

interface CellarInterface {
    requestResponse: store( Rack )( int )
}

service Cellar {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: CellarInterface
    }

    main {
        store( rack )( count ) {
            count = #rack.bottle
        }
    }
}

service Main {
    embed Cellar as Cellar

    main {
        for( i = 0, i < 3, i++ ) {
            rack.bottle[ #rack.bottle ] = "red " + i
        };
        store@Cellar( rack )( count )
    }
}
