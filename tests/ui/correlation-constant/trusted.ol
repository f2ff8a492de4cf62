// Values that a client chooses, that are counted, made anew, or computed, may differ; a service of one session may name it.
type Hello { name: string }
type Ticket { id: string }
type Again { id: string }
type Count { number: int }
type Step { number: int }

interface DeskInterface {
    requestResponse: hello( Hello )( Ticket ), count( void )( Count )
    oneWay: again( Again ), step( Step )
}

service Desk {
    execution: concurrent
    cset { id: Again.id }
    cset { number: Step.number }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: DeskInterface
    }
    init {
        global.number = 0
    }
    main {
        [ hello( request )( ticket ) {
            csets.id = request.name;
            ticket.id = csets.id
        } ] {
            again( message )
        }
        [ count()( answer ) {
            synchronized( counting ) {
                csets.number = global.number++
            };
            answer.number = csets.number
        } ] {
            step( message )
        }
    }
}
