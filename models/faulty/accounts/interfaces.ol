// Moving money between two accounts of one customer.

interface AccountsInterface {
    requestResponse:
        save( int )( int ),
        spend( int )( int )
}
