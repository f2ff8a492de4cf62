// A library: to lend a book, it asks itself how many copies it has.
// verdict: correct

from .interfaces import LibraryInterface

constants {
    HERE = "socket://localhost:8140"
}

service Library {
    execution: concurrent

    // The library as its readers see it.
    outputPort Self {
        location: HERE
        protocol: sodep
        interfaces: LibraryInterface
    }

    inputPort LibraryIn {
        location: HERE
        protocol: sodep
        interfaces: LibraryInterface
    }

    init {
        global.copies = 3
    }

    main {
        [ copies( title )( number ) {
            number = global.copies
        } ]

        [ lend( title )( loan ) {
            copies@Self( title )( number );
            loan.title = title;
            loan.left = number - 1
        } ]
    }
}
