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
    types: void { messageTypeName: string types*: TypeDefinition }
}

type MessageTypeCastResponse { message: undefined }
type ParserExceptionType { message: string line: int sourceName: string }

type SemanticExceptionType {
    error*: void { message: string line: int sourceName: string }
}

type GetNativeTypeFromStringRequest { type_name: string }
type GetNativeTypeStringListResponse { native_type*: string }
type CompareValuesRequest { v1: undefined v2: undefined }
type InterfaceDefinitionLessThanRequest { i1: Interface i2: Interface }
type InterfaceDefinitionLessThanResponse { result: bool errors*: string }

type Type1LeqType2Request {
    type1: void { name: string types*: Type }
}

type TypeDefinitionLessThanRequest {
    t1: string { types*: TypeDefinition }
    t2: string { types*: TypeDefinition }
}

type PortDefinitionLessThanRequest { p1: Port p2: Port }
type PortDefinitionLessThanResponse { result: bool errors*: string }

interface MetaJolieInterface {
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
        messageTypeCast( MessageTypeCastRequest )( MessageTypeCastResponse ) throws TypeMismatch,
        compareValuesStrict( CompareValuesRequest )( void ) throws ComparisonFailed( string ),
        compareValuesVectorLight( CompareValuesRequest )( void ) throws ComparisonFailed( string ),
        typeDefinitionLessThan( TypeDefinitionLessThanRequest )( bool ) throws TypeMissing( string ),
        interfaceDefinitionLessThan( InterfaceDefinitionLessThanRequest )( InterfaceDefinitionLessThanResponse )
            throws TypeMissing( string ),
        portDefinitionLessThan( PortDefinitionLessThanRequest )( PortDefinitionLessThanResponse )
            throws TypeMissing( string )
}

outputPort MetaJolie {
    interfaces: MetaJolieInterface
}

embedded {
    Jolie: "services/metajolie/metajolie.ol" in MetaJolie
}
