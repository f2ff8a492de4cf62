// Who goes through is counted.
// verdict: correct

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
            synchronized( passed ) {
                count = ++global.passed
            }
        }
    }
}
