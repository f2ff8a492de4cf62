// Narrower than what the other side takes: fewer kinds, smaller ranges, a part of a choice, a type of the same shape
// that holds itself. Choices that share their values are not compared.
type Small: int( ranges( [ 1, 6 ] ) )
type Large: int( ranges( [ 0, 9 ] ) )
type Own { child*: Own size: int }
type Other { child*: Other size: long note?: string }
type Two: string( enum( [ "a", "b" ] ) )
type Three: string( enum( [ "a", "b", "c" ] ) )
type Either: int | string
type Shared: int { a: int } | int { b?: int a?: int }

service Server {
    execution: concurrent
    inputPort In {
        location: "local"
        oneWay: number( Large ), tree( Other ), two( Three ), either( Either ), shared( Shared )
        requestResponse: any( undefined )( int )
    }
    main {
        [ number( x ) ]
        [ tree( x ) ]
        [ two( x ) ]
        [ either( x ) ]
        [ shared( x ) ]
        [ any( x )( y ) { y = 1 } ]
    }
}

service Main {
    outputPort Server {
        oneWay: number( Small ), tree( Own ), two( Two ), either( string ), shared( int )
        requestResponse: any( Own )( double )
    }
    embed Server in Server
    main {
        number@Server( 6 );
        tree@Server( { size = 1 } );
        two@Server( "a" );
        either@Server( "a" );
        shared@Server( 1 );
        any@Server( { size = 1 } )( answer )
    }
}
