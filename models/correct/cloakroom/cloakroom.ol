// A cloakroom: a session for each coat, found again by its token.
// verdict: correct

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
        evening = "tonight"
    }

    main {
        leave( coat )( answer ) {
            token = evening + "-" + new;
            csets.token = token;
            answer.token = token
        };
        fetch( request )( coat ) { nullProcess }
    }
}
