// A receiver of files, written in the old style: no `service`, only ports and `main`.
// verdict: correct

include "console.iol"
include "string_utils.iol"
include "transfer.iol"

execution { concurrent }

// One session for each file on its way.
cset {
	id: Piece.id Ending.id
}

inputPort Receiver {
	Location: "socket://localhost:8080"
	Protocol: sodep
	Interfaces: TransferInterface
}

main
{
	begin( beginning )( ticket ) {
		csets.id = new;
		ticket.id = csets.id
	};
	text = "";
	provide
		[ send( piece )( size ) {
			text = text + piece.text;
			length@StringUtils( text )( size )
		} ]
	until
		[ finish( ending )( size ) {
			length@StringUtils( text )( size )
		} ] {
			println@Console( beginning.name + ": " + size + " characters" )()
		}
}
