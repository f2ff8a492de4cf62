from types.definition-types import TypeDefinition, Type, NativeType, Port

type ExternalDocs { url: string description?: string }
type SchemaType { schema_type: Type }
type SchemaRef { schema_ref?: string }
type InBody { body: SchemaType | SchemaRef }

type InOther {
    other: string( enum(["query", "header", "path"]) ) {
        nativeType: NativeType
        allowEmptyValue?: bool
    }
}

type Responses { status: int schema?: Type | NativeType description: string }
type Parameter { name: string in: InBody | InOther required?: bool description?: string }

type OperationObject {
    tags*: string
    summary?: string
    description?: string
    externalDocs?: ExternalDocs
    operationId: string
    consumes*: string
    produces*: string
    parameters*: Parameter
    responses*: Responses
}

type GetOpenApiDefinitionRequest {
    info: void {
        title: string
        description?: string
        termsOfService?: string
        contact?: void { name?: string url?: string email?: string }
        license?: void { name: string url: string }
        version: string
    }
    servers[1,*]: void { host: string basePath: string schemes[1,*]: string description?: string }
    tags*: void { name: string description?: string externalDocs?: ExternalDocs }
    paths*: string {
        get?: OperationObject
        post?: OperationObject
        delete?: OperationObject
        put?: OperationObject
    }
    types*: TypeDefinition
    version: string( enum(["2.0", "3.0"]) )
}

interface OpenApiInterface {
    RequestResponse:
        getOpenApiDefinition( GetOpenApiDefinitionRequest )( string ) throws DefinitionError( string )
}

type RestApiTemplate {
    operations*: void {
        operation: string
        path?: string
        method: string( enum(["get", "post", "put", "delete", "patch"]) )
        faultsMapping*: void { jolieFault: string httpCode: int }
    }
}

type GetOpenApiFromJolieMetaDataRequest {
    port: Port
    host: string
    scheme: string( enum(["http", "https"]) )
    level0?: bool
    version: string
    template?: RestApiTemplate
    openApiVersion: string( enum(["2.0", "3.0"]) )
}

type CheckTypeConsistencyRequest { typeMap: undefined typeName: string }
type CheckBranchChoiceConsistency { branch: Type typeMap: undefined }
type GetActualCurrentTypeRequest { typeMap: undefined typeName: string }
type GetParamsListResponse: bool { query*: undefined path*: undefined }

interface OpenApiGenerationInterface {
    RequestResponse:
        getOpenApiFromJolieMetaData( GetOpenApiFromJolieMetaDataRequest )( string )
            throws DefinitionError( string ),
        checkTypeConsistency( CheckTypeConsistencyRequest )( bool ) throws DefinitionError
}

interface OpenApiGenerationInterfacePrivate {
    RequestResponse:
        getParamListFromPathTemplate( string )( GetParamsListResponse ),
        checkBranchChoiceConsistency( CheckBranchChoiceConsistency )( bool ) throws DefinitionError,
        getActualCurrentType( GetActualCurrentTypeRequest )( string )
}

type UtilsGetChoiceTypeRequest { item*: Type | NativeType }

interface OpenApiUtilsInterface {
    RequestResponse:
        getChoiceType( UtilsGetChoiceTypeRequest )( Type )
}

service OpenApi {
    inputPort OpenApi {
        location: "local"
        interfaces: OpenApiInterface, OpenApiGenerationInterface, OpenApiGenerationInterfacePrivate
    }

    foreign java {
    }
}
