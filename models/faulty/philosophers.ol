// Three philosophers dine: each fork is a service, and a session of it is a fork in a hand.
// All three take the fork on their left first: each holds one and waits for the next.
// verdict: Q0301 line 46

type Hold {
    hold: string
}

interface ForkInterface {
    requestResponse:
        take( void )( Hold ),
        drop( Hold )( void )
}

// Who takes a fork that is in use waits until it is dropped: one session after another.
service Fork {
    execution: sequential

    cset {
        hold: Hold.hold
    }

    inputPort ForkIn {
        location: "local"
        interfaces: ForkInterface
    }

    main {
        take()( ticket ) {
            csets.hold = new;
            ticket.hold = csets.hold
        };
        drop( ticket )()
    }
}

service Main {
    embed Fork as First
    embed Fork as Second
    embed Fork as Third

    main {
        // Ada
        {
            take@First()( ada.left );
            take@Second()( ada.right );
            drop@Second( ada.right )();
            drop@First( ada.left )()
        }
        |
        // Charles
        {
            take@Second()( charles.left );
            take@Third()( charles.right );
            drop@Third( charles.right )();
            drop@Second( charles.left )()
        }
        |
        // Mary
        {
            take@Third()( mary.left );
            take@First()( mary.right );
            drop@First( mary.right )();
            drop@Third( mary.left )()
        }
    }
}
