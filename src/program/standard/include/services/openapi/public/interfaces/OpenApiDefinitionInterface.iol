include "types/definition_types.iol"

type ExternalDocs { url: string description?: string }
type Item { type: string format?: string items*: Item maximum: int minimum: int }

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

type InBody: void { schema_type: Type } | void { schema_ref?: string }

type Parameter {
    name: string
    in: void {
        in_body?: InBody
        other?: string { type: Type allowEmptyValue?: bool }
    }
    required?: bool
    description?: string
}

type Responses { status: int schema?: Type description: string }

type GetOpenApiDefinitionRequest {
    info: void {
        title: string
        description?: string
        termsOfService?: string
        contact?: void { name?: string url?: string email?: string }
        license?: void { name: string url: string }
        version: string
    }
    host: string
    basePath: string
    schemes*: string
    consumes*: string
    produces*: string
    tags*: void { name: string description?: string externalDocs?: ExternalDocs }
    externalDocs?: ExternalDocs
    paths*: string {
        get?: OperationObject
        post?: OperationObject
        delete?: OperationObject
        put?: OperationObject
    }
    definitions*: TypeDefinition | FaultDefinitionForOpenAPI
}

type FaultDefinitionForOpenAPI { fault: TypeDefinition name: string }
type DefinitionIsArrayRequest { name: string definition: undefined }
type GetOpenApiDefinitionResponse: undefined

type GetJolieTransformationFromSchemaRequest {
    schema: undefined
    indentation: int
    array_def_list?: undefined
}

type GetJolieTransformationFromSchemaResponse: string { cardinality?: string }

type GetJolieTypeFromOpenApiParametersRequest {
    definition: undefined
    name: string
    array_def_list?: undefined
}

type GetJolieTypeFromOpenApiDefinitionRequest {
    name: string
    definition: undefined
    array_def_list?: undefined
}

type GetJolieDefinitionFromOpenApiObjectRequest {
    definition: undefined
    indentation: int
    array_def_list?: undefined
}

type GetJolieDefinitionFromOpenApiArrayRequest {
    definition: undefined
    indentation: int
    array_def_list?: undefined
}

type GetJolieDefinitionFromOpenApiArrayResponse: string { cardinality: string }

type GetJolieNativeTypeFromOpenApiNativeTypeRequest {
    type?: string
    pattern?: string
    minLength?: int
    maxLength?: int
    enum*: string | void
    format?: string
    minimum?: int | long | double
    maximum?: int | long | double
    example?: string
    name?: string
    description?: string
    in?: string
    required?: bool
    default?: undefined
    allOf*: undefined
}

interface OpenApiDefinitionInterface {
    RequestResponse:
        setDefinitionsPath( string )( void ),
        definitionIsArray( DefinitionIsArrayRequest )( bool ),
        getOpenApiDefinition( GetOpenApiDefinitionRequest )( GetOpenApiDefinitionResponse ),
        getJolieTransformationFromSchema( GetJolieTransformationFromSchemaRequest )( GetJolieTransformationFromSchemaResponse )
            throws DefinitionError,
        getJolieTypeFromOpenApiDefinition( GetJolieTypeFromOpenApiDefinitionRequest )( string ),
        getJolieTypeFromOpenApiParameters( GetJolieTypeFromOpenApiParametersRequest )( string ),
        getJolieDefinitionFromOpenApiObject( GetJolieDefinitionFromOpenApiObjectRequest )( string )
            throws DefinitionError,
        getJolieDefinitionFromOpenApiArray( GetJolieDefinitionFromOpenApiArrayRequest )( GetJolieDefinitionFromOpenApiArrayResponse ),
        getJolieNativeTypeFromOpenApiNativeType( GetJolieNativeTypeFromOpenApiNativeTypeRequest )( string ),
        getReferenceName( string )( string )
}
