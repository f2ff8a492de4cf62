// Seats of a cinema, each for one guest.
// verdict: correct

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
            synchronized( seats ) {
                if( is_defined( global.seats.( wish.seat ) ) ) {
                    throw( Taken, global.seats.( wish.seat ) )
                };
                global.seats.( wish.seat ) = wish.guest
            };
            answer = "seat " + wish.seat
        }
    }
}
