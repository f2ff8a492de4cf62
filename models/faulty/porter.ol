// A porter lets in who has a ticket, and tells the price with each answer.
// verdict: Q0201 line 73

type Question {
    text: string
}

type Answer {
    text: string
}

type Ticket {
    ticket: string
}

type Price {
    price: int
}

interface HallInterface {
    requestResponse: ask( Question )( Answer )
}

interface extender Paid {
    requestResponse: *( Ticket )( Price )
}

type PaidQuestion {
    text: string
    ticket: string
}

type PaidAnswer {
    text: string
    price: int
}

interface PaidInterface {
    requestResponse: ask( PaidQuestion )( PaidAnswer )
}

interface CountInterface {
    requestResponse: count( void )( int )
}

service Hall {
    execution: concurrent

    inputPort In {
        location: "local"
        interfaces: HallInterface
    }

    main {
        ask( question )( answer ) {
            answer.text = "about " + question.text
        }
    }
}

service Porter {
    execution: concurrent

    embed Hall as Hall

    inputPort In {
        location: "local"
        interfaces: CountInterface
        aggregates: Hall with Paid
    }

    courier In {
        [ ask( question )( answer ) {
            forward( question )( answer )
        } ]
    }

    main {
        count()( visitors ) {
            visitors = 1
        }
    }
}

service Main {
    outputPort Desk {
        interfaces: PaidInterface, CountInterface
    }

    embed Porter in Desk

    main {
        count@Desk()( visitors );
        ask@Desk( { text = "time" ticket = "A7" } )( answer )
    }
}
