// What a store, its supplier and its clerk say. The old style.

type Goods: void {
	.item: string
	.pieces: int
}

interface StoreInterface {
RequestResponse:
	order( Goods )( void ),
	receive( Goods )( void )
}

interface SupplierInterface {
RequestResponse:
	ship( Goods )( void )
}
