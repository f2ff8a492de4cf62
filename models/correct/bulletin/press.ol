// The press: whoever asks for news gets them posted on the board.
// verdict: correct

from .interfaces import BoardInterface, PressInterface

service Press {
    execution: concurrent

    outputPort Board {
        location: "socket://localhost:8270"
        protocol: sodep
        interfaces: BoardInterface
    }

    inputPort PressIn {
        location: "socket://localhost:8271"
        protocol: sodep
        interfaces: PressInterface
    }

    main {
        ask( topic );
        post@Board( "news of " + topic )
    }
}
