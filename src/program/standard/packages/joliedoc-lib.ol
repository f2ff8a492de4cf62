from types.definition-types import
    Port, Interface, TypeDefinition, NativeType, SubType, TypeInLine, Type, TypeLink, TypeChoice,
    TypeUndefined, Fault, StringRefinedType, IntRefinedType, DoubleRefinedType, LongRefinedType, Operation,
    Service

from types.definition-types-doc-templates import
    __StringRefinedType, __IntRefinedType, __DoubleRefinedType, __LongRefinedType, __NativeType, __SubType,
    __TypeInLine, __TypeLink, __TypeChoice, __TypeUndefined, __Type, __TypeDefinition, __Fault, __Operation,
    __Interface, __Port, __Service

type _GetPortRequest {
    indentation_cr_replacement: string
    documentation_cr_replacement: string
    port: Port
}

type _GetInterface {
    indentation_cr_replacement: string
    documentation_cr_replacement: string
    interface: Interface
}

type _GetTypeDefinition {
    documentation_cr_replacement: string
    indentation_cr_replacement: string
    type_definition: TypeDefinition
}

type _GetOperationRequest { documentation_cr_replacement: string operation: Operation }

type _GetSubTypeRequest {
    indentation: string
    documentation_cr_replacement: string
    indentation_cr_replacement: string
    sub_type: SubType
}

type _GetTypeInLine {
    indentation: string
    documentation_cr_replacement: string
    indentation_cr_replacement: string
    type_inline: TypeInLine
}

type _GetTypeChoice {
    indentation: string
    documentation_cr_replacement: string
    indentation_cr_replacement: string
    type_choice: TypeChoice
}

type _GetTypeRequest {
    indentation_cr_replacement: string
    documentation_cr_replacement: string
    type: Type
    indentation: string
}

interface JolieDocLibInterface {
    RequestResponse:
        _getPort( _GetPortRequest )( __Port ),
        _getInterface( _GetInterface )( __Interface ),
        _getTypeDefinition( _GetTypeDefinition )( __TypeDefinition ),
        _getNativeType( NativeType )( __NativeType ),
        _getSubType( _GetSubTypeRequest )( __SubType ),
        _getTypeInLine( _GetTypeInLine )( __TypeInLine ),
        _getType( _GetTypeRequest )( __Type ),
        _getTypeLink( TypeLink )( __TypeLink ),
        _getTypeChoice( _GetTypeChoice )( __TypeChoice ),
        _getTypeUndefined( TypeUndefined )( __TypeUndefined ),
        _getFault( Fault )( __Fault ),
        _getOperation( _GetOperationRequest )( __Operation ),
        _getStringRefinedType( StringRefinedType )( __StringRefinedType ),
        _getIntRefinedType( IntRefinedType )( __IntRefinedType ),
        _getDoubleRefinedType( DoubleRefinedType )( __DoubleRefinedType ),
        _getLongRefinedType( LongRefinedType )( __LongRefinedType ),
        _getService( Service )( __Service )
}

service JolieDocLib {
    inputPort JolieDocLib {
        location: "local"
        interfaces: JolieDocLibInterface
    }

    foreign java {
    }
}
