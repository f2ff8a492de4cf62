include "types/JavaException.iol"

type MD5Request: string { radix?: int } | raw { radix?: int }

interface MessageDigestInterface {
    RequestResponse:
        md5( MD5Request )( string ) throws UnsupportedOperation( JavaExceptionType )
}

outputPort MessageDigest {
    interfaces: MessageDigestInterface
}

embedded {
    Java: "joliex.security.MessageDigestService" in MessageDigest
}
