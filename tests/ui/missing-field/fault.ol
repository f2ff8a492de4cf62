// What a fault carries, thrown in a definition that the body calls.
type Refusal { reason: string limit: int }

interface BankInterface {
    requestResponse: draw( int )( void ) throws Refused( Refusal )
}

service Bank {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: BankInterface
    }

    define refuse {
        refusal.reason = "too much";
        throw( Refused, refusal ) //~ Q0201
    }

    main {
        draw( amount )() {
            if( amount > 100 ) {
                refuse
            }
        }
    }
}
