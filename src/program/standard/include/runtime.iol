include "types/JavaException.iol"
include "types/IOException.iol"
include "types/Binding.iol"

type LoadEmbeddedServiceRequest: void { filepath: string type: string } | void { code: string }
type GetRedirectionRequest { inputPortName: string resourceName: string }
type SetRedirectionRequest { inputPortName: string resourceName: string outputPortName: string }
type RuntimeExceptionType: JavaExceptionType

type SetOutputPortRequest {
    name: string
    location: any
    protocol?: string { ? }
}

type SendMessageRequest { operation: string binding: Binding message: undefined }
type GetIncludePathResponse { path*: string }

type SetMonitorRequest {
    location: any
    protocol?: string { ? }
}

type GetOutputPortRequest { name: string }
type GetOutputPortResponse { name: string protocol: string location: string }

type GetOutputPortsResponse {
    port*: void { name: string protocol: string location: string }
}

type HaltRequest { status?: int }

type Stats {
    files: void { openCount?: long maxCount?: long }
    os: void {
        arch: string
        availableProcessors: int
        name: string
        systemLoadAverage: double
        version: string
    }
    memory: void { free: long total: long used: long }
}

type MaybeString: void | string

interface RuntimeInterface {
    RequestResponse:
        getLocalLocation( void )( any ),
        setMonitor( SetMonitorRequest )( void ),
        loadEmbeddedService( LoadEmbeddedServiceRequest )( any )
            throws RuntimeException( RuntimeExceptionType ),
        getRedirection( GetRedirectionRequest )( MaybeString ),
        setRedirection( SetRedirectionRequest )( void ) throws RuntimeException( RuntimeExceptionType ),
        removeRedirection( GetRedirectionRequest )( void ) throws RuntimeException( RuntimeExceptionType ),
        getIncludePaths( void )( GetIncludePathResponse ),
        setOutputPort( SetOutputPortRequest )( void ),
        getOutputPort( GetOutputPortRequest )( GetOutputPortResponse ) throws OutputPortDoesNotExist,
        getOutputPorts( void )( GetOutputPortsResponse ),
        getProcessId( void )( string ),
        halt( HaltRequest )( void ),
        removeOutputPort( string )( void ),
        callExit( any )( void ),
        dumpState( void )( string ),
        loadLibrary( string )( void ) throws IOException( IOExceptionType ),
        stats( void )( Stats ),
        getenv( string )( MaybeString ),
        getVersion( void )( string )
}

outputPort Runtime {
    interfaces: RuntimeInterface
}

embedded {
    Java: "joliex.lang.RuntimeService" in Runtime
}
