from console import Console

interface Calls {
    RequestResponse: make( void )( void ), read( void )( string ), write( int )( void )
}

service Server {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: Calls
    }

    main {
        [ make()() {
            global.alias -> global.target;
            global.tree.alias -> global.other
        } ]
        [ read()( text ) {
            text = global.target + " " + global.alias + " " + global.other + " " + global.tree.alias;
            copy << global.tree;
            text += " " + copy.alias
        } ]
        [ write( x )() {
            global.alias = x;
            global.tree.alias = x + 1
        } ]
    }
}

// What one session makes an alias in `global` is one for all of them, also for those that were there before.
service Main {
    embed Console as Console
    embed Server as Server

    main {
        make@Server()();
        write@Server( 1 )();
        read@Server()( text );
        println@Console( text )()
    }
}
