from types.definition-types import Service, Port, Interface, Type, NativeType, TypeDefinition

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

service MetaJolieJavaService {
    inputPort ip {
        location: "local"
        interfaces: MetaJolieJavaServiceInterface
    }

    foreign java {
        class: "joliex.meta.MetaJolie"
    }
}

type CheckOperationTypesRequest {
    t1: string { types*: TypeDefinition }
    t2: string { types*: TypeDefinition }
}

type TypeLessThanRequest {
    t1: void { type: Type types*: TypeDefinition }
    t2: void { type: Type types*: TypeDefinition }
}

interface MetaJolieUtilsInterface {
    RequestResponse:
        typeLessThan( TypeLessThanRequest )( bool ) throws TypeMissing( string ),
        checkOperationTypes( CheckOperationTypesRequest )( bool ) throws TypeMissing( string )
}

type CompareValuesRequest: bool | void { v1: undefined v2: undefined }
type InterfaceDefinitionLessThanRequest { i1: Interface i2: Interface }
type InterfaceDefinitionLessThanResponse { result: bool errors*: string }

type TypeDefinitionLessThanRequest {
    t1: string { types*: TypeDefinition }
    t2: string { types*: TypeDefinition }
}

type PortDefinitionLessThanRequest { p1: Port p2: Port }
type PortDefinitionLessThanResponse { result: bool errors*: string }

interface MetaJolieServiceInterface {
    RequestResponse:
        compareValuesStrict( CompareValuesRequest )( void ) throws ComparisonFailed( string ),
        compareValuesVectorLight( CompareValuesRequest )( void ) throws ComparisonFailed( string ),
        typeDefinitionLessThan( TypeDefinitionLessThanRequest )( bool ) throws TypeMissing( string ),
        interfaceDefinitionLessThan( InterfaceDefinitionLessThanRequest )( InterfaceDefinitionLessThanResponse )
            throws TypeMissing( string ),
        portDefinitionLessThan( PortDefinitionLessThanRequest )( PortDefinitionLessThanResponse )
            throws TypeMissing( string )
}

service MetaJolie {
    inputPort MetaJolie {
        location: "local"
        interfaces: MetaJolieServiceInterface, MetaJolieJavaServiceInterface
    }

    foreign java {
    }
}
