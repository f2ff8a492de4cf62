// Two players make a team, two teams a match.

type Team {
    player[2,2]: string
}

interface CourtInterface {
    requestResponse:
        enter( Team )( int )
}
