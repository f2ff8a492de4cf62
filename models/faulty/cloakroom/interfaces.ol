// A cloakroom: a token for each coat, and the coat for the token.

type Token {
    token: string
}

interface CloakroomInterface {
    requestResponse:
        leave( string )( Token ),
        fetch( Token )( string )
}
