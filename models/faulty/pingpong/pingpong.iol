// The alternating bit: each packet has its own acknowledgement.

interface ReceiverInterface {
OneWay:
	zero( string ),
	one( string )
}

interface SenderInterface {
OneWay:
	zeroTaken( void ),
	oneTaken( void )
}
