from types.JavaException import JavaExceptionType
from types.IOException import IOExceptionType
from types.Binding import Binding

type LoadEmbeddedServiceRequest: void {
    filepath: string
    type?: string
    service?: string
    params?: undefined
} | void {
    code: string
}

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

type GetPropertyRequest: string( regex(".+") ) { default?: string }
type SetPropertyRequest { key: NonEmptyString value: string }
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

type NonEmptyString: string( regex(".+") )
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
        getProperty( GetPropertyRequest )( MaybeString ),
        getProperties( void )( undefined ),
        clearProperty( NonEmptyString )( MaybeString ),
        setProperty( SetPropertyRequest )( MaybeString ),
        getVersion( void )( string )
}

service Runtime {
    inputPort ip {
        location: "local"
        interfaces: RuntimeInterface
    }

    foreign java {
        class: "joliex.lang.RuntimeService"
    }
}
