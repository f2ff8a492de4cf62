include "types/JavaException.iol"

type Field {
    name: string
    range: void { min: int max: int }
    type: TypeInfo
}

type TypeInfo: void {
    documentation?: string
    linkedTypeName: string
} | void {
    documentation?: string
    nativeType: string
    fields*: Field
    untypedFields: bool
} | void {
    documentation?: string
    left: TypeInfo
    right: TypeInfo
}

type FaultInfo { name: string type: string }

type OperationInfo {
    name: string
    requestType: string
    responseType?: string
    faults*: FaultInfo
    documentation?: string
}

type InterfaceInfo { name: string operations*: OperationInfo documentation?: string }

type PortInfo {
    name: string
    location?: string
    protocol?: string
    interfaces*: InterfaceInfo
    documentation?: string
}

type TypeDefinition { name: string type: TypeInfo }

type PortInspectionResponse {
    inputPorts*: PortInfo
    outputPorts*: PortInfo
    referredTypes*: TypeDefinition
}

type TypesInspectionResponse { types*: TypeDefinition }
type InspectionRequest { filename: string includePaths*: string source?: string }

interface InspectorInterface {
    RequestResponse:
        inspectPorts( InspectionRequest )( PortInspectionResponse )
            throws ParserException( WeakJavaExceptionType ) SemanticException( WeakJavaExceptionType )
                FileNotFoundException( WeakJavaExceptionType ) IOException( WeakJavaExceptionType ),
        inspectTypes( InspectionRequest )( TypesInspectionResponse )
            throws ParserException( WeakJavaExceptionType ) SemanticException( WeakJavaExceptionType )
                FileNotFoundException( WeakJavaExceptionType ) IOException( WeakJavaExceptionType )
}

outputPort Inspector {
    interfaces: InspectorInterface
}

embedded {
    Java: "joliex.lang.inspector.Inspector" in Inspector
}
