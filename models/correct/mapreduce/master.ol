// A master with two tasks and two workers: it hands out tasks and takes totals as they come.
// verdict: correct

include "console.iol"
include "work.iol"

inputPort Master {
	Location: "socket://localhost:8490"
	Protocol: sodep
	Interfaces: MasterInterface
}

main
{
	left = 2;
	sum = 0;
	// Two tasks, and from each worker a question too many and a total.
	for( i = 0, i < 6, i++ ) {
		[ next()( task ) {
			task = left;
			if( left > 0 ) {
				left--
			}
		} ]
		[ total( part ) ] {
			sum += part
		}
	};
	println@Console( sum )()
}
