// A purchase in three: the buyer orders from the seller and pays at the bank, which tells the seller.

type Payment {
    account: string
    amount: int
}

interface BankInterface {
    oneWay:
        pay( Payment )
}

interface SellerInterface {
    oneWay:
        order( string ),
        paid( int )
}

interface BuyerInterface {
    oneWay:
        parcel( string )
}
