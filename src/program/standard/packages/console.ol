type EnableTimestampRequest: bool { format?: string }
type RegisterForInputRequest { enableSessionListener?: bool }
type ReadLineRequest { secret?: bool }
type SubscribeSessionListener { token: string }
type UnsubscribeSessionListener { token: string }
type InRequest: string { token?: string } | void { token?: string }

interface ConsoleIface {
    RequestResponse:
        print( undefined )( void ),
        println( undefined )( void ),
        enableTimestamp( EnableTimestampRequest )( void ),
        readLine( ReadLineRequest )( string ),
        registerForInput( RegisterForInputRequest )( void ),
        subscribeSessionListener( SubscribeSessionListener )( void ),
        unsubscribeSessionListener( UnsubscribeSessionListener )( void )
}

interface ConsoleInputInterface {
    OneWay:
        in( InRequest )
}

service Console {
    inputPort ConsoleInput {
        location: "local"
        interfaces: ConsoleIface
    }

    foreign java {
        class: "joliex.io.ConsoleService"
    }
}
