include "types/IOException.iol"

interface WebServicesUtilsInterface {
    RequestResponse:
        wsdlToJolie( string )( string ) throws IOException( IOExceptionType )
}

outputPort WebServicesUtils {
    interfaces: WebServicesUtilsInterface
}

embedded {
    Java: "joliex.util.WebServicesUtils" in WebServicesUtils
}
