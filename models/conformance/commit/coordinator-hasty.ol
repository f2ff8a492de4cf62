// Aborts at once when the first says no.
// verdict: Q0514 line 24

from .interfaces import FirstInterface, SecondInterface

service Coordinator {
    plays Commit.Coordinator

    outputPort First {
        location: "socket://localhost:9061"
        protocol: sodep
        interfaces: FirstInterface
    }

    outputPort Second {
        location: "socket://localhost:9062"
        protocol: sodep
        interfaces: SecondInterface
    }

    main {
        prepare@First( "x" )( one );
        if( !one ) {
            abort@First( "x" );
            abort@Second( "x" )
        } else {
            prepare@Second( "x" )( other );
            commit@First( "x" );
            commit@Second( "x" )
        }
    }
}
