// What a jukebox does. The old style.

type Song: void {
	.box: string
	.title: string
}

type Box: void {
	.box: string
}

interface JukeboxInterface {
RequestResponse:
	open( string )( Box )
OneWay:
	play( Song ),
	close( Box )
}
