include "types/definition_types.iol"

type GetSchemasResponse { definitions*: undefined }

interface JSONSchemaGeneratorInterface {
    RequestResponse:
        getTypeDefinition( TypeDefinition )( undefined ),
        getType( Type )( undefined ),
        getTypeInLine( TypeInLine )( undefined ),
        getTypeChoice( TypeChoice )( undefined ),
        getTypeLink( TypeLink )( undefined ),
        getSubType( SubType )( undefined ),
        getNativeType( NativeType )( undefined )
}
