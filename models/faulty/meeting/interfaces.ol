// Rooms to talk in: who is in one is known by their name and the room's.

type Seat {
    user: string
    room: string
}

type Words {
    who: string
    where: string
    text: string
}

interface RoomInterface {
    requestResponse:
        enter( Seat )( void ),
        leave( Seat )( int )
    oneWay:
        say( Words )
}
