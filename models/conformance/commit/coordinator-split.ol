// Tells the two different things.
// verdict: Q0514 line 25

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
        prepare@Second( "x" )( other );
        commit@First( "x" );
        abort@Second( "x" )
    }
}
