from types.IOException import IOExceptionType

interface WebServicesUtilsInterface {
    RequestResponse:
        wsdlToJolie( string )( string ) throws IOException( IOExceptionType )
}

service WebServicesUtils {
    inputPort ip {
        location: "local"
        interfaces: WebServicesUtilsInterface
    }

    foreign java {
        class: "joliex.util.WebServicesUtils"
    }
}
