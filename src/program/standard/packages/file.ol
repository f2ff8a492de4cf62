from types.JavaException import JavaExceptionType, WeakJavaExceptionType
from types.IOException import IOExceptionType

type FileNotFoundType: WeakJavaExceptionType
type CopyDirRequest { from: string to: string }

type ReadFileRequest {
    filename: string
    format?: string { charset?: string skipMixedText?: bool stream?: bool }
}

type WriteFileRequest {
    filename: string
    content: undefined
    format?: string { doctype_system?: string schema*: string indent?: bool encoding?: string }
    append?: int
}

type DeleteRequest: string { isRegex?: int }
type RenameRequest { filename: string to: string }

type ListRequest {
    directory: string
    regex?: string
    recursive?: bool
    dirsOnly?: bool
    order?: void { byname?: bool }
    info?: bool
}

type ListResponse {
    result*: string {
        info?: void {
            lastModified: long
            size: long
            absolutePath: string
            isHidden: bool
            isDirectory: bool
        }
    }
}

interface FileInterface {
    RequestResponse:
        toAbsolutePath( string )( string ) throws InvalidPathException( JavaExceptionType ),
        getParentPath( string )( string ) throws InvalidPathException( JavaExceptionType ),
        isDirectory( string )( bool ) throws FileNotFound( FileNotFoundType ) IOException( IOExceptionType ),
        readFile( ReadFileRequest )( undefined )
            throws FileNotFound( FileNotFoundType ) IOException( IOExceptionType ),
        writeFile( WriteFileRequest )( void )
            throws FileNotFound( FileNotFoundType ) IOException( IOExceptionType ),
        copyDir( CopyDirRequest )( bool ) throws IOException FileNotFound,
        delete( DeleteRequest )( bool ) throws IOException( IOExceptionType ),
        deleteDir( string )( bool ) throws IOException( IOExceptionType ),
        getSize( any )( int ),
        rename( RenameRequest )( void ) throws IOException( IOExceptionType ),
        list( ListRequest )( ListResponse ) throws IOException( IOExceptionType ),
        mkdir( string )( bool ),
        exists( string )( bool ),
        getServiceParentPath( void )( string ),
        getServiceDirectory( void )( string ) throws IOException( IOExceptionType ),
        getServiceFileName( void )( string ),
        getRealServiceDirectory( void )( string ) throws IOException( IOExceptionType ),
        getRealServiceFileName( void )( string ) throws IOException( IOExceptionType ),
        getFileSeparator( void )( string ),
        getMimeType( string )( string ) throws FileNotFound( FileNotFoundType ),
        setMimeTypeFile( string )( void ) throws IOException( IOExceptionType ),
        convertFromBinaryToBase64Value( raw )( string ),
        convertFromBase64ToBinaryValue( string )( raw ) throws IOException( IOExceptionType )
}

service File {
    inputPort ip {
        location: "local"
        interfaces: FileInterface
    }

    foreign java {
        class: "joliex.io.FileService"
    }
}
