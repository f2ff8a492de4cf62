type SecureRandomRequest { size: int }

interface SecurityUtilsInterface {
    RequestResponse:
        secureRandom( SecureRandomRequest )( raw ),
        createSecureToken( void )( string )
}

outputPort SecurityUtils {
    interfaces: SecurityUtilsInterface
}

embedded {
    Java: "joliex.security.SecurityUtils" in SecurityUtils
}
