// A visitor, who does not mind if nobody answers.
// verdict: correct

from .interfaces import OfficeInterface

service Visitor {
    outputPort Gate {
        location: "socket://localhost:9080"
        protocol: sodep
        interfaces: OfficeInterface
    }

    main {
        scope( visit ) {
            install( default => nullProcess )
            visit@Gate( { name = "Ada" } )( answer )
        }
    }
}
