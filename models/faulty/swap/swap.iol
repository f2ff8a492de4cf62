// Two collectors who swap stamps. The old style, with one interface for both.

interface CollectorInterface {
OneWay:
	stamp( string )
}
