// A referee and a player who has questions.

interface RefereeInterface {
    requestResponse:
        play( string )( int ),
        rule( string )( string )
}

interface PlayerInterface {
    requestResponse:
        explain( string )( string )
}
