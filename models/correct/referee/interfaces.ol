// A referee and a player who has questions.
// verdict: correct

interface RefereeInterface {
    requestResponse:
        play( string )( int ),
        rule( string )( string )
}

interface PlayerInterface {
    requestResponse:
        explain( string )( string )
}
