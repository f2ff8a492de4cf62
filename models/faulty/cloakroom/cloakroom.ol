// A cloakroom: a session for each coat, found again by its token.
// verdict: Q0414 line 26

from .interfaces import CloakroomInterface, Token

service Cloakroom {
    execution: concurrent

    cset {
        token: Token.token
    }

    inputPort CloakroomIn {
        location: "socket://localhost:8330"
        protocol: sodep
        interfaces: CloakroomInterface
    }

    init {
        evening = "tonight-" + new
    }

    main {
        leave( coat )( answer ) {
            token = evening;
            csets.token = token;
            answer.token = token
        };
        fetch( request )( coat ) { nullProcess }
    }
}
