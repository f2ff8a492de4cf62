// An office: whoever applies waits for the passport, which a clerk approves.
// Nobody approves any more: the request is never answered.
// verdict: Q0302 line 23

from .interfaces import ClerkInterface, OfficeInterface

service Office {
    outputPort Clerk {
        location: "socket://localhost:8201"
        protocol: sodep
        interfaces: ClerkInterface
    }

    inputPort OfficeIn {
        location: "socket://localhost:8200"
        protocol: sodep
        interfaces: OfficeInterface
    }

    main {
        apply( form )( passport ) {
            examine@Clerk( form );
            approve( passport )
        }
    }
}
