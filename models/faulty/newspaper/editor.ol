// An editor: it publishes one article and says how many copies were sent.
// The editor keeps a copy of an older interface: `publish` was called `print` then.
// verdict: Q0316 line 31

from console import Console
from .interfaces import Article

interface NewspaperInterface {
    requestResponse:
        print( Article )( int ) throws NoText( string )
}

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
            print@Newspaper( article )( copies );
            println@Console( copies + " copies" )()
        }
    }
}
