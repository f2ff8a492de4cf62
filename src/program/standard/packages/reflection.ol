from types.Binding import Binding

type InvokeRequest { operation: string outputPort: string resourcePath?: string data?: undefined }
type InvocationFaultType { name: string data: undefined }
type ReflectionSetOutputPortRequest { name: string binding: Binding }

interface ReflectionIface {
    RequestResponse:
        invoke( InvokeRequest )( undefined )
            throws OperationNotFound( string ) InvocationFault( InvocationFaultType ),
        invokeRRUnsafe( InvokeRequest )( undefined ) throws InvocationFault( InvocationFaultType )
}

service Reflection {
    inputPort ip {
        location: "local"
        interfaces: ReflectionIface
    }

    foreign java {
        class: "joliex.lang.reflection.Reflection"
    }
}
