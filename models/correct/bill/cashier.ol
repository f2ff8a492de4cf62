// A cashier: shares a bill. Nobody can share it when nobody is there: the quotient is a fault then.
// verdict: correct

from .interfaces import CashierInterface

service Cashier {
    execution: concurrent

    inputPort CashierIn {
        location: "socket://localhost:8301"
        protocol: sodep
        interfaces: CashierInterface
    }

    main {
        share( bill )( each ) {
            scope( quotient ) {
                install( ArithmeticException => throw( NobodyThere ) );
                each = bill.sum / bill.heads
            }
        }
    }
}
