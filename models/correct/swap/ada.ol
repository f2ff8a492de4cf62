// Ada sends her stamp first.
// verdict: correct

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
	stamp@Charles( "a blue one" );
	stamp( mine )
}
