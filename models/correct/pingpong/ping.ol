// The sender: a packet goes out when the one before it has been acknowledged.
// verdict: correct

include "pingpong.iol"

outputPort Pong {
	Location: "socket://localhost:8431"
	Protocol: sodep
	Interfaces: ReceiverInterface
}

inputPort Ping {
	Location: "socket://localhost:8430"
	Protocol: sodep
	Interfaces: SenderInterface
}

define sendTwo
{
	zero@Pong( "tick" );
	zeroTaken();
	one@Pong( "tock" );
	oneTaken()
}

main
{
	for( i = 0, i < 2, i++ ) {
		sendTwo
	}
}
