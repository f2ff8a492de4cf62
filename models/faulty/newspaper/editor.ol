// An editor: it publishes one article and says how many copies were sent.
// The editor keeps a copy of an older interface: then, `publish` was not answered.
// verdict: Q0316 line 27

from console import Console
from .interfaces import Article

interface NewspaperInterface {
    oneWay:
        publish( Article )
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
        publish@Newspaper( article );
        println@Console( "published" )()
    }
}
