// A sender: two pieces of a letter, then the end.
// verdict: correct

include "console.iol"
include "transfer.iol"

outputPort Receiver {
	Location: "socket://localhost:8080"
	Protocol: sodep
	Interfaces: TransferInterface
}

main
{
	with( beginning ) {
		.name = "letter.txt"
	};
	begin@Receiver( beginning )( ticket );

	piece.id = ticket.id;
	piece.text = "Dear reader,\n";
	send@Receiver( piece )( size );
	piece.text = "nothing new here.\n";
	send@Receiver( piece )( size );

	ending.id = ticket.id;
	finish@Receiver( ending )( total );
	println@Console( total + " characters sent" )()
}
