// Who goes through is counted.
// The lock is gone: two who go through at once may be counted as one.
// verdict: Q0421 line 25

interface TurnstileInterface {
    requestResponse:
        pass( void )( int )
}

service Turnstile {
    execution: concurrent

    inputPort TurnstileIn {
        location: "socket://localhost:8713"
        protocol: sodep
        interfaces: TurnstileInterface
    }

    init {
        global.passed = 0
    }

    main {
        pass()( count ) {
            count = ++global.passed
        }
    }
}
