from console import Console
from string_utils import StringUtils

interface Calls {
    RequestResponse: get( void )( undefined )
}

service Server {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: Calls
    }

    main {
        get()( answer ) { answer = 7; answer.child = 8 }
    }
}

service Main {
    embed Console as Console
    embed StringUtils as StringUtils
    embed Server as Server

    define show {
        valueToPrettyString@StringUtils( shown )( text );
        println@Console( text )();
        undef( shown )
    }

    main {
        // What is read through an alias is there afterwards.
        x -> a.b;
        println@Console( x + is_defined( a ) + is_defined( a.b ) + #a.b )();
        shown << a; show;
        y -> c.d[ 1 ];
        println@Console( y + #c.d )();
        z -> e.f;
        println@Console( z[ 2 ] + #e.f + is_defined( e ) + is_defined( z ) )();
        println@Console( #z + is_defined( z[ 1 ] ) )();

        // An alias below the root, and a copy over it.
        t.alias -> target;
        target = 1; target[ 1 ] = 2;
        source.alias = 5; source.other = 6;
        t << source;
        println@Console( target + " " + target[ 1 ] + " " + t.other )();
        t << { .alias << 9 };
        println@Console( target )();
        shown << t; show;

        // One element is an alias of the first one of a vector.
        v[ 0 ] = "v0"; v[ 1 ] = "v1";
        w[ 1 ] -> v;
        println@Console( w[ 1 ] + #w )();
        w[ 1 ] = "changed";
        println@Console( v[ 0 ] + v[ 1 ] )();

        // What is received replaces an element that is an alias, and goes through a vector that is one.
        one -> many[ 1 ];
        get@Server()( one );
        println@Console( one + one.child + #many + is_defined( many[ 1 ] ) )();
        all -> others;
        get@Server()( all );
        println@Console( others + others.child )();

        // What is taken away.
        gone -> nobody;
        undef( gone[ 1 ] );
        println@Console( is_defined( gone ) )();
        gone = 3;
        println@Console( is_defined( nobody ) )();
        list[ 0 ] = 1; list[ 1 ] = 2; list[ 2 ] = 3;
        few -> list;
        undef( few[ 0 ] );
        println@Console( #list + " " + list[ 0 ] )();
        undef( few );
        println@Console( #list + " " + is_defined( few ) )()
    }
}
