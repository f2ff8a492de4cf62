// A shop takes goods back; who comes too late is told when it would have been.

type Return {
    item: string
    days: int
}

type Late {
    item: string
    until: int
}

interface CounterInterface {
    requestResponse:
        giveBack( Return )( int ) throws TooLate( Late )
}
