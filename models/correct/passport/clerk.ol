// A clerk: examines a form and says that it is in order.
// verdict: correct

from console import Console
from .interfaces import ClerkInterface, OfficeInterface

service Clerk {
    execution: concurrent

    embed Console as Console

    outputPort Office {
        location: "socket://localhost:8200"
        protocol: sodep
        interfaces: OfficeInterface
    }

    inputPort ClerkIn {
        location: "socket://localhost:8201"
        protocol: sodep
        interfaces: ClerkInterface
    }

    main {
        examine( form );
        println@Console( "a form of " + form.name )();
        approve@Office( "P-" + form.country )
    }
}
