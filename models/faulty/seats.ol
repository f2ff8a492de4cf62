// Seats of a cinema, each for one guest.
// Without the lock, two guests may get one seat.
// verdict: Q0422 line 26

type Wish {
    seat: int
    guest: string
}

interface CinemaInterface {
    requestResponse:
        reserve( Wish )( string ) throws Taken( string )
}

service Cinema {
    execution: concurrent

    inputPort CinemaIn {
        location: "socket://localhost:8718"
        protocol: sodep
        interfaces: CinemaInterface
    }

    main {
        reserve( wish )( answer ) {
            if( is_defined( global.seats.( wish.seat ) ) ) {
                throw( Taken, global.seats.( wish.seat ) )
            };
            global.seats.( wish.seat ) = wish.guest;
            answer = "seat " + wish.seat
        }
    }
}
