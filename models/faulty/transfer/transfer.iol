// How a file is sent in pieces. The old style: an interface to include, and no modules.

type Beginning: void {
	.name: string
}

type Ticket: void {
	.id: string
}

type Piece: void {
	.id: string
	.text: string
}

type Ending: void {
	.id: string
}

interface TransferInterface {
RequestResponse:
	begin( Beginning )( Ticket ),
	send( Piece )( int ),
	finish( Ending )( int )
}
