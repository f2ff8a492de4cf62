// Values that no two live sessions have, or whose making is trusted; and some that two may have.
type Line { id: string text: string }
type Room { room: string text: string }
type Number { number: int }
type Two { first: string second: string }

interface OtherInterface {
    requestResponse: make( string )( string )
}

service Chat {
    execution: concurrent
    cset { id: Line.id }
    cset { room: Room.room }
    cset { number: Number.number }
    cset { first: Two.first, second: Two.second }
    outputPort Other {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: OtherInterface
    }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse:
            fresh( string )( string ), made( string )( string ), asked( string )( string ) throws Taken,
            rooms( string )( string ), names( string )( string ), half( string )( string ), counted( void )( int )
        oneWay: line( Line ), say( Room ), call( Number ), pair( Two )
    }
    main {
        [ fresh( name )( id ) {
            id = csets.id = name + "-" + new
        } ] { line( l ) }
        [ made( name )( id ) {
            make@Other( name )( id );
            csets.id = id
        } ] { line( l ) }
        [ asked( name )( id ) {
            synchronized( names ) {
                if( is_defined( global.names.( name ) ) ) {
                    throw( Taken )
                };
                global.names.( name ) = true
            };
            csets.id = id = name
        } ] { line( l ) }
        [ rooms( name )( id ) {
            csets.room = id = "room " + name //~ Q0416
        } ] { say( l ) }
        // The other half of the pair is fresh.
        [ half( name )( id ) {
            csets.first = name;
            csets.second = id = new
        } ] { pair( p ) }
        [ counted()( n ) {
            synchronized( numbers ) {
                n = csets.number = global.numbers++
            }
        } ] { call( c ) }
        [ names( name )( id ) {
            make@Other( "" )( greeting );
            id = greeting
        } ]
    }
}
