// An office: whoever applies waits for the passport, which a clerk approves.
// verdict: correct

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
