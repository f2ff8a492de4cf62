// A clerk who prints a letter twice.

from console import Console
from .interfaces import OfficeInterface, PrinterInterface

type KeyedJob {
    text: string
    copies: int
    key: string
}

type KeyedReceipt {
    number: int
}

interface KeyedPrinterInterface {
    requestResponse:
        print( KeyedJob )( KeyedReceipt ) throws WrongKey( string )
}

service Clerk {
    embed Console as Console

    outputPort Office {
        location: "socket://localhost:8040"
        protocol: sodep
        interfaces: OfficeInterface, KeyedPrinterInterface
    }

    main {
        open@Office()( isOpen );
        if( isOpen ) {
            scope( printing ) {
                install( WrongKey => println@Console( "wrong key: " + printing.WrongKey )() );
                print@Office( {
                    text = "Dear customer",
                    copies = 2,
                    key = "toner"
                } )( receipt );
                println@Console( "job " + receipt.number )()
            }
        }
    }
}
