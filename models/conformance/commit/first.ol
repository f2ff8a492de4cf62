// Agrees to everything.
// verdict: correct

from .interfaces import FirstInterface

service First {
    plays Commit.First

    inputPort In {
        location: "socket://localhost:9061"
        protocol: sodep
        interfaces: FirstInterface
    }

    main {
        prepare( what )( yes ) { yes = true };
        [ commit( what ) ]
        [ abort( what ) ]
    }
}
