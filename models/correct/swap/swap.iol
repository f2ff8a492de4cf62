// Two collectors who swap stamps. The old style, with one interface for both.
// verdict: correct

interface CollectorInterface {
OneWay:
	stamp( string )
}
