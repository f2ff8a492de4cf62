type SecureRandomRequest { size: int }

interface SecurityUtilsInterface {
    RequestResponse:
        secureRandom( SecureRandomRequest )( raw ),
        createSecureToken( void )( string )
}

service SecurityUtils {
    inputPort ip {
        location: "local"
        interfaces: SecurityUtilsInterface
    }

    foreign java {
        class: "joliex.security.SecurityUtils"
    }
}
