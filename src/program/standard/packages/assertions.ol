type AssertionRequest { actual: undefined expected: undefined }

interface AssertionsInterface {
    RequestResponse:
        equals( AssertionRequest )( void ) throws AssertionError( string )
}

service Assertions {
    inputPort Input {
        location: "local"
        interfaces: AssertionsInterface
    }

    foreign java {
    }
}
