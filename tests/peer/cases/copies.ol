from console import Console
from string_utils import StringUtils

service Main {
    embed Console as Console
    embed StringUtils as StringUtils

    define show {
        valueToPrettyString@StringUtils( shown )( text );
        println@Console( text )();
        undef( shown )
    }

    main {
        // What is changed is there before an index or a value is worked out that may ask for it.
        a.b.( "c" )[ 1 ].d[ #a.b.c ] = 1;
        shown << a; show;
        e.f << { .g = is_defined( e.f ), .h = #e.f };
        println@Console( e.f.g + " " + e.f.h )();
        e.n += #e.n;
        println@Console( e.n )();
        e.m = #e.m;
        println@Console( e.m )();

        // A tree is copied into itself.
        self.a = 1; self.b.c = 2; self.z = 3;
        self.b << self;
        shown << self; show;
        up.x.y = 1; up.x.y[ 1 ].z = 2;
        up << up.x;
        shown << up; show;
        row[ 0 ] = "r0"; row[ 1 ].s = "r1";
        row[ 1 ].t << row;
        shown.row << row; show;

        // Where a vector on the way is empty it is taken away.
        m.n.o << nothing.at.all;
        println@Console( is_defined( nothing.at ) + "" + is_defined( m.n.o ) )();
        undef( m.n.o.p );
        foreach( name : m.n ) { println@Console( name )() }
    }
}
