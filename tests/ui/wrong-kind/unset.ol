// A variable that is misspelt, and so never set.
interface BankInterface {
    requestResponse: pay( Payment )( bool )
}

type Payment { amount: int iban: string }

service Bank {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: BankInterface
    }
    main {
        pay( payment )( done ) { done = true }
    }
}

service Main {
    embed Bank as Bank
    main {
        amount = 5;
        pay@Bank( { amount = amonut, iban = "DK0" } )( done ) //~ Q0203
    }
}
