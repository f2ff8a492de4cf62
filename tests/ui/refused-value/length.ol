// A text that is too long, in a field.
type Account { code: string( length( [ 4, 6 ] ) ) }

interface BankInterface {
    oneWay: open( Account )
}

service Bank {
    execution: concurrent
    inputPort In {
        location: "local"
        interfaces: BankInterface
    }
    main {
        open( account )
    }
}

service Main {
    embed Bank as Bank
    main {
        account.code = "1234567";
        open@Bank( account ) //~ Q0205
    }
}
