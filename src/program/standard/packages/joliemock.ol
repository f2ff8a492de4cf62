from types.definition-types import Port, TypeDefinition, TypeLink, Type, SubType, NativeType

type GetTypeDefinitionRenderRequest {
    types*: TypeDefinition
    type_name: string
    path: string
    vector_depth: int
}

type GetTypeRenderRequest { types*: TypeDefinition type: Type path: string vector_depth: int }

type GetTypeLinkRenderRequest {
    types*: TypeDefinition
    type: TypeLink
    path: string
    vector_depth: int
}

type GetSubTypeRenderRequest {
    types*: TypeDefinition
    sub_type: SubType
    path: string
    vector_depth: int
}

type GetNativeTypeRenderRequest { native_type: NativeType text?: string }

interface RenderResponseTypeInterface {
    RequestResponse:
        getTypeDefinitionRender( GetTypeDefinitionRenderRequest )( string ),
        getTypeRender( GetTypeRenderRequest )( string ),
        getTypeLinkRender( GetTypeLinkRenderRequest )( string ),
        getNativeTypeRender( GetNativeTypeRenderRequest )( string ),
        getSubTypeRender( GetSubTypeRenderRequest )( string )
}

type GetMockRequest { input: Port vector_depth?: int }

interface JolieMockInterface {
    RequestResponse:
        getMock( GetMockRequest )( string )
}

service RenderResponseType {
    inputPort RenderResponseType {
        location: "local"
        interfaces: RenderResponseTypeInterface
    }

    foreign java {
    }
}

service JolieMock {
    inputPort JolieMock {
        location: "local"
        interfaces: JolieMockInterface
    }

    foreign java {
    }
}
