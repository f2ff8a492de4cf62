// A piggy bank for each child; what is paid in is told to the parents as well.
// verdict: correct

type Coin {
    child: string
    cents: int
}

interface ParentsInterface {
    requestResponse:
        saved( Coin )( void )
}

interface PiggyBankInterface {
    requestResponse:
        pay( Coin )( int )
}

service PiggyBank {
    execution: concurrent

    outputPort Parents {
        location: "socket://localhost:8715"
        protocol: sodep
        interfaces: ParentsInterface
    }

    inputPort PiggyBankIn {
        location: "socket://localhost:8716"
        protocol: sodep
        interfaces: PiggyBankInterface
    }

    main {
        pay( coin )( saved ) {
            saved@Parents( coin )();
            synchronized( bank ) {
                saved = global.saved.( coin.child ) + coin.cents;
                global.saved.( coin.child ) = saved
            }
        }
    }
}
