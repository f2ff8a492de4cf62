// Coats hang in a row, each at a number that is drawn.
// All coats hang at one hook.
// verdict: Q0414 line 30

type Hook {
    hook: string
}

interface CoatInterface {
    requestResponse:
        hang( string )( Hook ),
        fetch( Hook )( string )
}

service Coats {
    execution: concurrent

    cset {
        hook: Hook.hook
    }

    inputPort CoatsIn {
        location: "socket://localhost:8725"
        protocol: sodep
        interfaces: CoatInterface
    }

    main {
        hang( coat )( answer ) {
            csets.hook = "hook 1";
            answer.hook = csets.hook
        };
        fetch( owner )( coat )
    }
}
