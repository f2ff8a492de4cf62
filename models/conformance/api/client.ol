// Asks for a change.
// verdict: correct

from .interfaces import ApiInterface

service Client {
    plays Change.Client

    outputPort Api {
        location: "socket://localhost:9011"
        protocol: sodep
        interfaces: ApiInterface
    }

    main {
        change@Api( "colour" )( done )
    }
}
