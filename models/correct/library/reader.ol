// A reader who borrows one book.
// verdict: correct

from console import Console
from .interfaces import LibraryInterface

service Reader {
    embed Console as Console

    outputPort Library {
        location: "socket://localhost:8140"
        protocol: sodep
        interfaces: LibraryInterface
    }

    main {
        lend@Library( "Flatland" )( loan );
        println@Console( loan.left + " copies are left" )()
    }
}
