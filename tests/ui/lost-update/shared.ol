// What is not lost: what one lock is around, what one session alone has, what init does, what is only read or written;
// and what is.
type Put { key: string value: int }
type Line { cart: string item: string }

service Store {
    execution: concurrent
    cset { cart: Line.cart }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        requestResponse: put( Put )( int ), size( void )( int ), open( void )( string ), move( Put )( int ), twice( void )( int )
        oneWay: add( Line ), set( Put )
    }
    init {
        global.n = 0;
        global.n = global.n + 1
    }
    define step {
        global.steps = global.steps + 1 //~ Q0421
    }
    main {
        [ put( request )( n ) {
            synchronized( store ) {
                global.values.( request.key ) = global.values.( request.key ) + request.value;
                n = ++global.n
            }
        } ]
        [ size()( global.n ) ]
        [ set( request ) ] {
            global.last = request.value
        }
        [ open()( cart ) {
            csets.cart = cart = new
        } ] {
            add( line );
            global.carts.( cart ).count = global.carts.( cart ).count + 1;
            global.carts.( line.cart ).total = global.carts.( line.cart ).total + 1
        }
        [ move( request )( n ) {
            synchronized( store ) {
                n = global.moved
            };
            synchronized( store ) {
                global.moved = n + request.value //~ Q0421
            };
            step
        } ]
        [ twice()( n ) {
            synchronized( outer ) {
                n = global.twice;
                synchronized( inner ) {
                    global.twice = n + 1
                }
            }
        } ]
    }
}
