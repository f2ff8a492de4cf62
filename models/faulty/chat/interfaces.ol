// What a chat server and its members say to one another. A room is known by the identifier that `open` gives.

type Room {
    room: string
}

type Member {
    room: string
    location: string
}

type Line {
    room: string
    text: string
}

type End {
    room: string
}

interface ChatInterface {
    requestResponse:
        open( void )( Room ),
        join( Member )( int )
    oneWay:
        say( Line )
}

interface MemberInterface {
    oneWay:
        hear( string )
}
