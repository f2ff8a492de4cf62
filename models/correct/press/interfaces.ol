// A press that prints on until it is stopped, and who stops it.
// verdict: correct

interface PressInterface {
    oneWay:
        stop( void )
}

interface EditorInterface {
    requestResponse:
        next( void )( int )
}
