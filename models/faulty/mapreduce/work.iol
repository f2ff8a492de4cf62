// What a master and its workers say.

interface MasterInterface {
RequestResponse:
	next( void )( int ) // zero when nothing is left
OneWay:
	total( int )
}
