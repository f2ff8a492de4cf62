// A provider that refuses by another fault.
// verdict: Q0314 line 19
// verdict: Q0514 line 19

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
            if( name != "Ada" ) { throw( Locked ) };
            token = new
        }
    }
}
