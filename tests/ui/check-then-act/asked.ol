// What two sessions may both do without harm, and what not.
type Pair { key: string value: string }

interface OtherInterface {
    requestResponse: look( string )( string )
    oneWay: tell( string )
}

service Store {
    execution: concurrent
    outputPort Other {
        location: "socket://localhost:8001"
        protocol: sodep
        interfaces: OtherInterface
    }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse:
            name( string )( bool ), cached( string )( string ), checked( Pair )( bool ) throws Unknown,
            claim( Pair )( bool ), take( string )( string ), best( int )( int ), twice( Pair )( bool ), forget( string )( void )
    }
    main {
        // Once more is the same.
        [ name( key )( true ) {
            if( !is_defined( global.names.( key ) ) ) {
                global.names.( key ) = true
            }
        } ]
        // Computed once more.
        [ cached( key )( value ) {
            if( !is_defined( global.cache.( key ) ) ) {
                look@Other( key )( global.cache.( key ) )
            };
            value = global.cache.( key )
        } ]
        // What is there is changed, and nobody claims it.
        [ checked( pair )( true ) {
            if( !is_defined( global.rooms.( pair.key ) ) ) {
                throw( Unknown )
            };
            global.rooms.( pair.key ).guest = pair.value
        } ]
        // Asked again under the lock.
        [ twice( pair )( done ) {
            done = false;
            if( !is_defined( global.twice.( pair.key ) ) ) {
                synchronized( twice ) {
                    if( !is_defined( global.twice.( pair.key ) ) ) {
                        global.twice.( pair.key ) = pair.value;
                        done = true
                    }
                }
            }
        } ]
        [ forget( key )() {
            if( is_defined( global.names.( key ) ) ) {
                undef( global.names.( key ) )
            }
        } ]
        [ claim( pair )( done ) {
            done = !is_defined( global.claims.( pair.key ) ); //~ Q0422
            if( done ) {
                global.claims.( pair.key ) = pair.value
            }
        } ]
        [ take( key )( value ) {
            value = "";
            if( is_defined( global.things.( key ) ) ) { //~ Q0422
                value = key;
                tell@Other( key );
                synchronized( things ) {
                    undef( global.things.( key ) )
                }
            }
        } ]
        [ best( number )( number ) {
            if( number > global.best ) { //~ Q0422
                global.best = number
            }
        } ]
    }
}
