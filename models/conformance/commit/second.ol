// Agrees to little.
// verdict: correct

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
        [ commit( what ) ]
        [ abort( what ) ]
    }
}
