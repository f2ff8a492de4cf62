// A bill, who shares it, and the door of the restaurant.

type Bill {
    sum: int
    heads: int
}

interface CashierInterface {
    requestResponse: share( Bill )( int ) throws NobodyThere( void )
}

interface DoorInterface {
    oneWay: enter( int ), leave( int )
}
