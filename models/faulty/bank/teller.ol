// A teller: it opens two accounts and moves money between them.

from console import Console
from .interfaces import BankInterface

service Teller {
    embed Console as Console

    outputPort Bank {
        location: "socket://localhost:8010"
        protocol: sodep
        interfaces: BankInterface
    }

    main {
        open@Bank( "Ada" )( balance );
        open@Bank( "Charles" )( balance );
        scope( moving ) {
            install(
                UnknownAccount => println@Console( "no account of " + moving.UnknownAccount )(),
                NoFunds => println@Console( moving.NoFunds.missing + " are missing" )()
            );
            transfer@Bank( {
                debtor = "Ada",
                creditor = "Charles",
                amount = 30
            } )( balance );
            println@Console( "Ada has " + balance )()
        }
    }
}
