// A visitor of the theatre, with one coat.

from console import Console
from .interfaces import CloakroomInterface

service Visitor {
    embed Console as Console

    outputPort Cloakroom {
        location: "socket://localhost:8330"
        protocol: sodep
        interfaces: CloakroomInterface
    }

    main {
        leave@Cloakroom( "a black coat" )( token );
        fetch@Cloakroom( token )( coat );
        println@Console( "this is " + coat )()
    }
}
