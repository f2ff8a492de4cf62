// Moving money between two accounts of one customer.
// verdict: correct

interface AccountsInterface {
    requestResponse:
        save( int )( int ),
        spend( int )( int )
}
