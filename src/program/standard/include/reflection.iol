include "types/Binding.iol"

type InvokeRequest { operation: string outputPort: string resourcePath?: string data?: undefined }
type InvocationFaultType { name: string data: undefined }
type ReflectionSetOutputPortRequest { name: string binding: Binding }

interface ReflectionIface {
    RequestResponse:
        invoke( InvokeRequest )( undefined )
            throws OperationNotFound( string ) InvocationFault( InvocationFaultType )
}

outputPort Reflection {
    interfaces: ReflectionIface
}

embedded {
    Java: "joliex.lang.reflection.Reflection" in Reflection
}
