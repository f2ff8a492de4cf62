// Who says no, and does not listen any more.
// verdict: Q0514 line 20

from .interfaces import SecondInterface

service Second {
    plays Commit.Second

    inputPort In {
        location: "socket://localhost:9062"
        protocol: sodep
        interfaces: SecondInterface
    }

    main {
        prepare( what )( yes ) { yes = what == "y" };
        if( yes ) {
            [ commit( what ) ]
            [ abort( what ) ]
        }
    }
}
