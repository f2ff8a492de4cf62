// A customer, who is late.
// verdict: correct

from console import Console
from .interfaces import CounterInterface

service Customer {
    embed Console as Console

    outputPort Counter {
        location: "socket://localhost:8314"
        protocol: sodep
        interfaces: CounterInterface
    }

    main {
        scope( visit ) {
            install( TooLate => println@Console( "only until " + visit.TooLate.until )() );
            giveBack@Counter( { item = "lamp", days = 20 } )( money );
            println@Console( "got " + money )()
        }
    }
}
