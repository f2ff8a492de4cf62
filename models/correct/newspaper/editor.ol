// An editor: it publishes one article and says how many copies were sent.
// verdict: correct

from console import Console
from .interfaces import NewspaperInterface

service Editor {
    embed Console as Console

    outputPort Newspaper {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: NewspaperInterface
    }

    main {
        article << {
            title = "Quadrille"
            text = "A dance for four couples, every step agreed beforehand."
        };
        scope( publishing ) {
            install( NoText =>
                println@Console( "nothing to print: " + publishing.NoText )()
            );
            publish@Newspaper( article )( copies );
            println@Console( copies + " copies" )()
        }
    }
}
