type EnableTimestampRequest: bool { format?: string }
type RegisterForInputRequest { enableSessionListener?: bool }
type ReadLineRequest { secret?: bool }
type SubscribeSessionListener { token: string }
type UnsubscribeSessionListener { token: string }
type InRequest: string { token?: string }

interface ConsoleInterface {
    RequestResponse:
        print( undefined )( void ),
        println( undefined )( void ),
        enableTimestamp( EnableTimestampRequest )( void ),
        readLine( ReadLineRequest )( string ),
        registerForInput( RegisterForInputRequest )( void ),
        subscribeSessionListener( SubscribeSessionListener )( void ),
        unsubscribeSessionListener( UnsubscribeSessionListener )( void )
}

outputPort Console {
    interfaces: ConsoleInterface
}

embedded {
    Java: "joliex.io.ConsoleService" in Console
}

interface ConsoleInputInterface {
    OneWay:
        in( InRequest )
}

inputPort ConsoleInputPort {
    location: "local"
    interfaces: ConsoleInputInterface
}
