from types.definition-types import
    TypeDefinition, Type, TypeInLine, TypeChoice, TypeLink, SubType, NativeType, IntRefinedType,
    DoubleRefinedType, LongRefinedType

type GetSchemasResponse { definitions*: undefined }
type GetNumberRefinedTypeVersionedRequest: IntRefinedType | DoubleRefinedType | LongRefinedType
type MinMax { minimum?: int | long | double maximum?: int | long | double }
type GetNumberRefinedTypeResponse: void { anyOf*: MinMax } | MinMax
type SchemaVersion: string( enum(["2.0", "3.0"]) )
type GetTypeDefinitionRequest { schemaVersion: SchemaVersion typeDefinition: TypeDefinition }
type GetTypeRequest { schemaVersion: SchemaVersion type: Type }
type GetTypeInLineRequest { schemaVersion: SchemaVersion typeInLine: TypeInLine }
type GetTypeChoiceRequest { schemaVersion: SchemaVersion typeChoice: TypeChoice }
type GetTypeLinkRequest { schemaVersion: SchemaVersion typeLink: TypeLink }
type GetSubType { schemaVersion: SchemaVersion subType: SubType }
type GetNativeTypeRequest { schemaVersion: SchemaVersion nativeType: NativeType }

type GetNumberRefinedTypeRequest {
    schemaVersion: SchemaVersion
    numberRefined: GetNumberRefinedTypeVersionedRequest
}

interface JSONSchemaGeneratorInterface {
    RequestResponse:
        getTypeDefinition( GetTypeDefinitionRequest )( undefined ) throws GenerationError( string ),
        getType( GetTypeRequest )( undefined ) throws GenerationError( string ),
        getTypeInLine( GetTypeInLineRequest )( undefined ) throws GenerationError( string ),
        getTypeChoice( GetTypeChoiceRequest )( undefined ) throws GenerationError( string ),
        getTypeLink( GetTypeLinkRequest )( undefined ) throws GenerationError( string ),
        getSubType( GetSubType )( undefined ) throws GenerationError( string ),
        getNativeType( GetNativeTypeRequest )( undefined ) throws GenerationError( string ),
        getNumberRefinedType( GetNumberRefinedTypeRequest )( GetNumberRefinedTypeResponse )
            throws GenerationError( string )
}

service JsonSchema {
    inputPort JSONSchemaGenerator {
        location: "local"
        interfaces: JSONSchemaGeneratorInterface
    }

    foreign java {
    }
}
