// A master with two tasks and two workers: it hands out tasks and takes totals as they come.
// All questions first, then the totals: the total of a quick worker stands before the question of a slow one.
// verdict: Q0304 line 20

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
	for( i = 0, i < 4, i++ ) {
		next()( task ) {
			task = left;
			if( left > 0 ) {
				left--
			}
		}
	};
	for( i = 0, i < 2, i++ ) {
		total( part );
		sum += part
	};
	println@Console( sum )()
}
