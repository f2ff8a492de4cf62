include "types/definition_types.iol"

type InputPortMetaDataFault { message: string }
type CheckNativeTypeRequest { type_name: string }
type CheckNativeTypeResponse { result: bool }
type GetMetaDataRequest { filename: string }

type GetMetaDataResponse {
    service*: Service
    input*: Port
    output*: Port
    interfaces*: Interface
    types*: TypeDefinition
    embeddedServices*: void { type: string servicepath: string portId?: string }
    communication_dependencies*: CommunicationDependency
}

type CommunicationDependency {
    input_operation: void { name: string type: string }
    dependencies*: void { name: string port?: string type: string }
}

type GetInputPortMetaDataResponse { input*: Port }
type GetOutputPortMetaDataResponse { output*: Port }

type MessageTypeCastRequest {
    message: undefined
    types: void { messageTypeName: string types*: Type }
}

type MessageTypeCastResponse { message: undefined }
type ParserExceptionType { message: string line: int sourceName: string }

type SemanticExceptionType {
    error*: void { message: string line: int sourceName: string }
}

type GetNativeTypeFromStringRequest { type_name: string }
type GetNativeTypeStringListResponse { native_type*: string }

interface MetaJolieJavaServiceInterface {
    RequestResponse:
        checkNativeType( CheckNativeTypeRequest )( CheckNativeTypeResponse ),
        getNativeTypeFromString( GetNativeTypeFromStringRequest )( NativeType ) throws NativeTypeDoesNotExist,
        getNativeTypeStringList( void )( GetNativeTypeStringListResponse ),
        getMetaData( GetMetaDataRequest )( GetMetaDataResponse )
            throws ParserException( ParserExceptionType ) SemanticException( SemanticExceptionType ),
        getInputPortMetaData( GetMetaDataRequest )( GetInputPortMetaDataResponse )
            throws InputPortMetaDataFault ParserException( ParserExceptionType )
                SemanticException( SemanticExceptionType ),
        getOutputPortMetaData( GetMetaDataRequest )( GetOutputPortMetaDataResponse )
            throws OutputPortMetaDataFault ParserException( ParserExceptionType )
                SemanticException( SemanticExceptionType ),
        messageTypeCast( MessageTypeCastRequest )( MessageTypeCastResponse ) throws TypeMismatch
}

outputPort MetaJolieJavaService {
    interfaces: MetaJolieJavaServiceInterface
}

embedded {
    Java: "joliex.meta.MetaJolie" in MetaJolieJavaService
}
