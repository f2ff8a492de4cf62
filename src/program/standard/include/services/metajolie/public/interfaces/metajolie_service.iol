include "types/definition_types.iol"

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
