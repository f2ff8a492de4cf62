// The receiver: acknowledges each packet with its bit.
// verdict: correct

include "pingpong.iol"

outputPort Ping {
	Location: "socket://localhost:8430"
	Protocol: sodep
	Interfaces: SenderInterface
}

inputPort Pong {
	Location: "socket://localhost:8431"
	Protocol: sodep
	Interfaces: ReceiverInterface
}

define takeTwo
{
	zero( tick );
	zeroTaken@Ping();
	one( tock );
	oneTaken@Ping()
}

main
{
	for( i = 0, i < 2, i++ ) {
		takeTwo
	}
}
