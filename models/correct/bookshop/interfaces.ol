// What a bookshop understands. A receipt names what was bought, and what it cost.

type Purchase {
    title: string
    copies: int
}

type Receipt {
    title: string
    price: int
    number: string
}

interface BookshopInterface {
    requestResponse:
        buy( Purchase )( Receipt ) throws SoldOut( string )
}
