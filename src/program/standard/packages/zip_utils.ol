from types.IOException import IOExceptionType

type ReadEntryRequest { filename?: string archive?: raw entry: string }
type ZipRequest { ? }
type ListEntriesRequest { filename?: string archive?: raw }
type ListEntriesResponse { entry*: string }
type UnzipRequest { filename: string targetPath: string }
type UnzipResponse { entry*: string }

interface ZipUtilsInterface {
    RequestResponse:
        listEntries( ListEntriesRequest )( ListEntriesResponse ) throws IOException( IOExceptionType ),
        readEntry( ReadEntryRequest )( any ) throws IOException( IOExceptionType ),
        zip( ZipRequest )( raw ) throws IOException( IOExceptionType ),
        unzip( UnzipRequest )( UnzipResponse ) throws FileNotFound,
        IOException
}

service ZipUtils {
    inputPort ip {
        location: "local"
        interfaces: ZipUtilsInterface
    }

    foreign java {
        class: "joliex.util.ZipUtils"
    }
}
