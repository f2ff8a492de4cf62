// A ferry takes one car for a passage, with at most five seats.
type Passage { car: string seat[0,5]: string }

service Ferry {
    execution: concurrent
    inputPort In {
        location: "socket://localhost:8200"
        protocol: sodep
        oneWay: board( Passage )
    }
    main {
        board( passage )
    }
}
