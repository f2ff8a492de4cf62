// A constant in a definition, on both ways through it.
type Seat { table: string seat: int }
type Move { table: string move: string }

interface GameInterface {
    requestResponse: sit( string )( Seat )
    oneWay: move( Move )
}

service Game {
    execution: concurrent
    cset { table: Move.table }
    inputPort In {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: GameInterface
    }

    define seat {
        csets.table = "main"; //~ Q0414
        seat.table = "main";
        seat.seat = 1
    }

    main {
        sit( name )( seat ) {
            seat
        };
        move( move )
    }
}
