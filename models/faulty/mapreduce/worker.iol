// A worker: takes tasks until nothing is left, then sends what it has summed up.

include "work.iol"

outputPort Master {
	Location: "socket://localhost:8490"
	Protocol: sodep
	Interfaces: MasterInterface
}

main
{
	sum = 0;
	next@Master()( task );
	while( task > 0 ) {
		sum += task * task;
		next@Master()( task )
	};
	total@Master( sum )
}
