from types.JavaException import JavaExceptionType

type MD5Request: string { radix?: int } | raw { radix?: int }

interface MessageDigestInterface {
    RequestResponse:
        md5( MD5Request )( string ) throws UnsupportedOperation( JavaExceptionType )
}

service MessageDigest {
    inputPort ip {
        location: "local"
        interfaces: MessageDigestInterface
    }

    foreign java {
        class: "joliex.security.MessageDigestService"
    }
}
