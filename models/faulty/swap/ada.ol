// Ada sends her stamp first.
// She has become careful, too: each waits for the other.
// verdict: Q0301 line 21

include "swap.iol"

outputPort Charles {
	Location: "socket://localhost:8211"
	Protocol: sodep
	Interfaces: CollectorInterface
}

inputPort Ada {
	Location: "socket://localhost:8210"
	Protocol: sodep
	Interfaces: CollectorInterface
}

main
{
	stamp( mine );
	stamp@Charles( "a blue one" )
}
