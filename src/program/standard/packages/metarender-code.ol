from types.definition-types import
    Interface, Operation, Port, TypeDefinition, Type, TypeInLine, TypeChoice, TypeUndefined, TypeLink,
    SubType, Cardinality, NativeType

type MetaRenderCodeType { type: Type indentation: string }
type MetaRenderCodeTypeInLine { typeInLine: TypeInLine indentation: string }
type MetaRenderCodeTypeChoice { typeChoice: TypeChoice indentation: string }
type MetaRenderCodeSubType { subType: SubType indentation: string }

interface NativeCodeRenderInterface {
    RequestResponse:
        getInterface( Interface )( string ),
        getInterfaceWIthoutTypeList( Interface )( string ),
        getOperation( Operation )( string ),
        getInputPort( Port )( string ),
        getOutputPort( Port )( string ),
        getSurface( Port )( string ),
        getSurfaceWithoutOutputPort( Port )( string ),
        getTypeDefinition( TypeDefinition )( string ),
        getType( MetaRenderCodeType )( string ),
        getTypeInLine( MetaRenderCodeTypeInLine )( string ),
        getTypeLink( TypeLink )( string ),
        getTypeChoice( MetaRenderCodeTypeChoice )( string ),
        getTypeUndefined( TypeUndefined )( string ),
        getSubType( MetaRenderCodeSubType )( string ),
        getCardinality( Cardinality )( string ),
        getNativeType( NativeType )( string )
}

service MetaRenderCode {
    inputPort Render {
        location: "local"
        interfaces: NativeCodeRenderInterface
    }

    foreign java {
    }
}
