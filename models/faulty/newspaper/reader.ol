// A reader: it subscribes once, then prints what comes.

from console import Console
from .interfaces import NewspaperInterface, ReaderInterface

constants {
    HOME = "socket://localhost:8001"
}

service Reader {
    execution: concurrent

    embed Console as Console

    outputPort Newspaper {
        location: "socket://localhost:8000"
        protocol: sodep
        interfaces: NewspaperInterface
    }

    inputPort ReaderIn {
        location: HOME
        protocol: sodep
        interfaces: ReaderInterface
    }

    init {
        subscribe@Newspaper( { location = HOME } )()
    }

    main {
        deliver( article );
        println@Console( article.title + ": " + article.text )()
    }
}
