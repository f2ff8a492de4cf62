// Charles sends his stamp when he has hers.
// verdict: correct

include "swap.iol"

outputPort Ada {
	Location: "socket://localhost:8210"
	Protocol: sodep
	Interfaces: CollectorInterface
}

inputPort Charles {
	Location: "socket://localhost:8211"
	Protocol: sodep
	Interfaces: CollectorInterface
}

main
{
	stamp( mine );
	stamp@Ada( "a red one" )
}
