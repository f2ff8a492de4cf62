// A citizen who applies for a passport.

from console import Console
from .interfaces import OfficeInterface

service Citizen {
    embed Console as Console

    outputPort Office {
        location: "socket://localhost:8200"
        protocol: sodep
        interfaces: OfficeInterface
    }

    main {
        apply@Office( {
            name = "Charles",
            country = "GB"
        } )( passport );
        println@Console( "passport " + passport )()
    }
}
