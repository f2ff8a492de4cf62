// Knows one name.
// verdict: correct

from .interfaces import ProviderInterface

service Provider {
    plays Login.Provider
    execution: concurrent

    inputPort In {
        location: "socket://localhost:9042"
        protocol: sodep
        interfaces: ProviderInterface
    }

    main {
        verify( name )( token ) {
            if( name != "Ada" ) { throw( Unknown, name ) };
            token = new
        }
    }
}
