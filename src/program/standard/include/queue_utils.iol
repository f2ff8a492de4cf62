type QueueRequest { queue_name: string element: undefined }

interface QueueUtilsInterface {
    RequestResponse:
        new_queue( string )( bool ),
        delete_queue( string )( bool ),
        push( QueueRequest )( bool ),
        peek( string )( undefined ),
        poll( string )( undefined ),
        size( string )( int )
}

outputPort QueueUtils {
    interfaces: QueueUtilsInterface
}

embedded {
    Java: "joliex.util.QueueUtils" in QueueUtils
}
